package com.tasktracker.kit.feed;

/// How one process gets on with following a feed, for readiness and metrics. Written by the follower's thread alone.
final class FollowerStatus {

    private static final double NANOS = 1e9;

    private final long startedNanos = System.nanoTime();
    private volatile boolean settled;
    private volatile long lagEvents;
    private volatile long lastGoodReadNanos = startedNanos;
    private volatile boolean behind = true;
    private volatile long behindSinceNanos = startedNanos;

    /// A batch has been applied.
    void applied(long lag) {
        lagEvents = lag;
        if (lag == 0) {
            settled = true;
            behind = false;
            lastGoodReadNanos = System.nanoTime();
        } else {
            fellBehind();
        }
    }

    /// Another process reads in place of this one.
    void stoodBy() {
        settled = true;
    }

    void fellBehind() {
        if (!behind) {
            behindSinceNanos = System.nanoTime();
            behind = true;
        }
    }

    /// True once there is no reason left to give the start more time.
    boolean isSettled() {
        return settled;
    }

    double secondsSinceStart() {
        return (System.nanoTime() - startedNanos) / NANOS;
    }

    double lagEvents() {
        return lagEvents;
    }

    double lagSeconds() {
        return behind ? (System.nanoTime() - behindSinceNanos) / NANOS : 0;
    }

    double secondsSinceGoodRead() {
        return (System.nanoTime() - lastGoodReadNanos) / NANOS;
    }
}
