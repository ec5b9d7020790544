package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.FeedCursor.Position;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps the tables of one followed feed current, for as long as the service runs. Any number of replicas may do so
/// at once: the cursor's row lock lets one apply at a time, and what it has applied the others skip.
final class Follower {

    private static final Logger LOG = Logger.getLogger(Follower.class);

    private static final Duration LONGEST_WAIT = Duration.ofMillis(FeedResource.MAX_TIMEOUT_MILLIS);
    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final long STANDBY_MILLIS = 200;

    /// How long a newer release may be silent before an older one takes the feed over again.
    private static final Duration TAKEOVER = Duration.ofSeconds(30);

    private final FollowedFeed feed;
    private final FeedSource source;
    private final FeedCursor cursor;
    private final ReadModel model;
    private final Changes changes;
    private final FeedRebuild rebuild;
    private final Duration wait;
    private final FollowerStatus status = new FollowerStatus();
    private final Counter rebuilds;
    private final Counter failures;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Position position;
    private int failuresInRow;

    Follower(
            FollowedFeed feed,
            FeedSource source,
            Changes changes,
            Sql sql,
            Duration maxStaleness,
            MeterRegistry meters) {
        this.feed = feed;
        this.source = source;
        this.cursor = new FeedCursor(feed.feed(), sql);
        this.model = new ReadModel(feed.projections(), sql);
        this.changes = changes;
        this.rebuild = new FeedRebuild(feed, source, cursor, model, changes, sql, UUID.randomUUID());
        Duration third = maxStaleness.dividedBy(3);
        this.wait = third.compareTo(LONGEST_WAIT) < 0 ? third : LONGEST_WAIT;
        this.rebuilds = meters.counter("feeds.follower.rebuilds", "feed", feed.feed());
        this.failures = meters.counter("feeds.follower.failures", "feed", feed.feed());
        this.thread = Thread.ofVirtual().name("follow-" + feed.feed()).unstarted(this::run);
    }

    String name() {
        return feed.feed();
    }

    FollowerStatus status() {
        return status;
    }

    void start() {
        thread.start();
    }

    /// Ends it, letting it finish what it does in the database, for 3 seconds at most.
    void stop() {
        stopped.countDown();
        source.stop();
        try {
            if (!thread.join(Duration.ofSeconds(3))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Removes rows whose time is over.
    void expire() {
        model.expire();
    }

    boolean isNeededToServe() {
        return feed.isNeededToServe();
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                try {
                    step();
                    if (failuresInRow > 0) {
                        LOG.infof("the feed %s can be followed again", feed.feed());
                        failuresInRow = 0;
                    }
                } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
                    // An error of one step must not end the following for good.
                    failed(e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("no longer following %s", feed.feed());
        }
    }

    private void step() throws IOException, InterruptedException {
        Position from = position == null ? cursor.load() : position;
        if (from.modelVersion() > feed.modelVersion() && isFresh(from)) {
            // A newer release is at it, and knows better what the tables should hold.
            status.stoodBy();
            pause(STANDBY_MILLIS);
            position = null;
        } else if (from.epoch() == null || from.modelVersion() != feed.modelVersion()) {
            position = readAnew();
        } else {
            // Whoever starts, or comes back, should know at once that it is at the head, and not after a wait.
            Duration patience = position == null ? Duration.ZERO : wait;
            position = switch (source.read(from.seq(), from.epoch(), patience, true)) {
                case FeedRead.Conflict<FeedEntry> conflict -> readAnew();
                case FeedRead.Batch<FeedEntry> batch -> apply(from, batch);
            };
        }
    }

    private static boolean isFresh(Position position) {
        @Nullable Instant readAt = position.readAt();
        return readAt != null && readAt.isAfter(position.now().minus(TAKEOVER));
    }

    private @Nullable Position readAnew() throws IOException, InterruptedException {
        Optional<Position> result = rebuild.run();
        if (result.isEmpty()) {
            pause(STANDBY_MILLIS);
            return null;
        }
        rebuilds.increment();
        status.applied(0);
        LOG.infof("read the feed %s anew, up to %d", feed.feed(), result.get().seq());
        return result.get();
    }

    private Position apply(Position from, FeedRead.Batch<FeedEntry> batch) {
        boolean nothingNew = batch.events().isEmpty() && batch.next() == from.seq();
        Position applied = nothingNew
                ? cursor.confirm(from, from.now()).orElseGet(cursor::load)
                : changes.commitWithoutWaiting(() -> applyLocked(from, batch));
        status.applied(Math.max(0, batch.head() - applied.seq()));
        return applied;
    }

    private Position applyLocked(Position from, FeedRead.Batch<FeedEntry> batch) {
        Position at = cursor.lock();
        if (!batch.epoch().equals(at.epoch()) || at.modelVersion() != feed.modelVersion() || at.seq() < from.seq()) {
            // It is for tables that have been replaced meanwhile: go on from where those are.
            return at;
        }
        List<FeedEntry> unknown =
                batch.events().stream().filter(e -> e.seq() > at.seq()).toList();
        if (!unknown.isEmpty()) {
            feed.beforeApply(unknown);
            model.apply(unknown);
        }
        if (batch.next() > at.seq() && batch.isAtHead()) {
            feed.atHead();
        }
        return cursor.advance(Math.max(at.seq(), batch.next()), batch.isAtHead() ? from.now() : null);
    }

    private void failed(Throwable e) throws InterruptedException {
        if (stopped.getCount() == 0) {
            return;
        }
        position = null;
        status.fellBehind();
        failures.increment();
        if (failuresInRow++ == 0) {
            LOG.warnf("cannot follow the feed %s: %s", feed.feed(), e.getMessage());
        }
        LOG.debugf(e, "cannot follow the feed %s", feed.feed());
        long longest = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(10, failuresInRow));
        // Spread, so that the replicas do not all come back at once.
        pause(longest / 2 + Math.floorMod(System.nanoTime(), longest / 2));
    }

    private void pause(long millis) throws InterruptedException {
        if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("stopping");
        }
    }
}
