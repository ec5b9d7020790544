package com.tasktracker.task.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One open stream: what is written to it, and how far its reader has come. Called by the one thread that serves all
/// streams. It holds no more than [#MOST_UNSENT] and a chunk: the rest waits in the log.
final class EventStream {

    private static final int MOST_UNSENT = 64 * 1024;

    private final Reader reader;
    private final HttpServerResponse response;
    private final Consumer<UUID> whenDrained;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final long openedAt = System.nanoTime();
    /// Bytes given to the connection and not yet taken by it.
    private final AtomicInteger unsent = new AtomicInteger();

    private volatile long progressAt = openedAt;
    private volatile boolean isHeldBack;
    private volatile long saidAt = openedAt;
    private volatile long judgedAt = openedAt;
    private boolean hasLostBoard;
    private volatile long seen;

    /// @param seen the number of the last event that the reader has
    /// @param whenDrained told the board when there was too much for the reader, and there no longer is
    EventStream(Reader reader, long seen, HttpServerResponse response, Consumer<UUID> whenDrained) {
        this.reader = reader;
        this.seen = seen;
        this.response = response;
        this.whenDrained = whenDrained;
    }

    /// Completed when the stream is over; cancelled when the reader goes.
    CompletableFuture<Void> over() {
        return over;
    }

    UUID board() {
        return reader.board();
    }

    Standing standing() {
        return new Standing(reader, seen);
    }

    boolean hasRoom() {
        return unsent.get() < MOST_UNSENT;
    }

    /// Takes of what is new as much as there is room for.
    ///
    /// @param isAll whether there is nothing more behind it in the log
    void tell(List<Messages.Chunk> news, boolean isAll) {
        boolean hasTold = true;
        for (Messages.Chunk chunk : news) {
            if (!hasRoom()) {
                hasTold = false;
                break;
            }
            say(chunk.bytes());
            seen = chunk.seq();
        }
        if (!hasTold || !isAll) {
            isHeldBack = true;
            goOnWhereDrained();
        }
    }

    void say(Buffer bytes) {
        if (isOver()) {
            return;
        }
        int size = bytes.length();
        saidAt = System.nanoTime();
        if (unsent.getAndAdd(size) == 0) {
            progressAt = saidAt;
        }
        response.write(bytes).onComplete(_ -> {
            progressAt = System.nanoTime();
            unsent.addAndGet(-size);
            goOnWhereDrained();
        });
    }

    private void goOnWhereDrained() {
        if (isHeldBack && unsent.get() == 0) {
            isHeldBack = false;
            whenDrained.accept(reader.board());
        }
    }

    /// Somebody has asked whether the reader may read.
    void judged() {
        judgedAt = System.nanoTime();
    }

    /// Notes whether the board is gone; says whether it was gone before already, so that all that happened on it had
    /// been written when the log was read.
    boolean losesBoard(boolean isGone) {
        boolean wasGone = hasLostBoard;
        hasLostBoard = isGone;
        return wasGone && isGone;
    }

    /// Whether its reader has left what was sent unread for too long.
    boolean isStuck(Duration patience) {
        return unsent.get() > 0 && hasPassed(progressAt, patience);
    }

    boolean isSilent(Duration heartbeat) {
        return hasPassed(saidAt, heartbeat);
    }

    boolean isOld(Duration longest) {
        return hasPassed(openedAt, longest);
    }

    boolean isUnjudged(Duration bound) {
        return hasPassed(judgedAt, bound);
    }

    private static boolean hasPassed(long since, Duration duration) {
        return System.nanoTime() - since >= duration.toNanos();
    }

    /// Whether it was ended, or its reader is gone.
    boolean isOver() {
        return over.isDone() || response.closed();
    }

    /// The answer is whole.
    void end() {
        over.complete(null);
    }

    /// The connection is broken off, with whatever is still unsent; that it ends is then told as when the reader goes.
    void cutOff() {
        response.reset();
    }
}
