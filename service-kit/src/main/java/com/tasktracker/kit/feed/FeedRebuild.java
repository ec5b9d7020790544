package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a feed anew from 0 into the twins of its tables and puts them in place in one transaction. Until then the
/// tables stay in use, and what is read acknowledges nothing.
final class FeedRebuild {

    /// Large tables take their time to be replaced.
    private static final Duration SWAP_LIMIT = Duration.ofMinutes(5);

    private final FollowedFeed feed;
    private final FeedSource source;
    private final FeedCursor cursor;
    private final ReadModel model;
    private final Changes changes;
    private final Sql sql;
    private final UUID process;

    FeedRebuild(
            FollowedFeed feed,
            FeedSource source,
            FeedCursor cursor,
            ReadModel model,
            Changes changes,
            Sql sql,
            UUID process) {
        this.feed = feed;
        this.source = source;
        this.cursor = cursor;
        this.model = model;
        this.changes = changes;
        this.sql = sql;
        this.process = process;
    }

    /// The position to go on from, or empty where another process is at it.
    Optional<FeedCursor.Position> run() throws IOException, InterruptedException {
        if (!cursor.lease(process)) {
            return Optional.empty();
        }
        if (!inTransaction(this::begin)) {
            return Optional.empty();
        }
        long last = 0;
        @Nullable UUID epoch = null;
        while (true) {
            FeedCursor.Position before = cursor.load();
            switch (source.read(last, epoch, Duration.ZERO, false)) {
                case FeedRead.Conflict<FeedEntry> conflict -> throw new IOException(conflict.reason());
                case FeedRead.Batch<FeedEntry> batch -> {
                    Page page = inTransaction(() -> apply(batch, before));
                    if (page.isLast()) {
                        return Optional.of(page.position());
                    }
                    last = batch.next();
                    epoch = batch.epoch();
                }
            }
        }
    }

    /// Whoever took so long to get here that another process has begun must not empty what that one has read.
    private boolean begin() {
        boolean isOurs = process.equals(cursor.lock().rebuildBy()) && cursor.lease(process);
        if (isOurs) {
            model.clearTwins();
        }
        return isOurs;
    }

    private record Page(FeedCursor.Position position, boolean isLast) {}

    private Page apply(FeedRead.Batch<FeedEntry> batch, FeedCursor.Position before) {
        FeedCursor.Position at = cursor.lock();
        if (!process.equals(at.rebuildBy()) || !cursor.lease(process)) {
            // Too slow: another process has begun to do it.
            return new Page(at, true);
        }
        model.applyToTwins(batch.events());
        if (!batch.isAtHead() || !mayReplace(at, before, batch)) {
            return new Page(at, false);
        }
        feed.beforeSwap();
        model.swap();
        feed.atHead();
        return new Page(cursor.replace(batch.epoch(), batch.next(), feed.modelVersion(), before.now()), true);
    }

    /// What is acknowledged must not be taken back: while other replicas go on applying, what was read anew has to be
    /// at least as new. A cursor that was beyond the head even before the head was read is of a lost past.
    private static boolean mayReplace(
            FeedCursor.Position at, FeedCursor.Position before, FeedRead.Batch<FeedEntry> batch) {
        boolean fromLostPast =
                before.seq() > batch.head() && at.seq() == before.seq() && Objects.equals(at.epoch(), before.epoch());
        return !batch.epoch().equals(at.epoch()) || batch.next() >= at.seq() || fromLostPast;
    }

    private <T> T inTransaction(Supplier<T> work) {
        return changes.commitWithoutWaiting((int) SWAP_LIMIT.toSeconds(), () -> sql.patiently(SWAP_LIMIT, work));
    }
}
