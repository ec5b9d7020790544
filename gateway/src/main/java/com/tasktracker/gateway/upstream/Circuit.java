package com.tasktracker.gateway.upstream;

import java.util.concurrent.TimeUnit;

/// Cuts a replica off that keeps failing, and lets one request through now and then to see whether it is well again.
///
/// Closed: all pass. After [#TOLERATED] failures in a row open: none passes until the pause is over, then a single one;
/// its success closes the circuit, its failure doubles the pause. Failures are those of the way there and of waiting,
/// never a status. Times are by [System#nanoTime].
final class Circuit {
    static final int TOLERATED = 5;
    static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

    private int failures;
    private boolean open;
    private boolean trying;
    private long pause = FIRST_PAUSE;
    private long tryAt;

    /// Whether a request would pass now.
    synchronized boolean wouldPass(long now) {
        return !open || (!trying && now - tryAt >= 0);
    }

    /// Takes the right to pass; whoever has it must report how it went.
    synchronized boolean pass(long now) {
        if (!open) {
            return true;
        }
        if (trying || now - tryAt < 0) {
            return false;
        }
        trying = true;
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
        open = false;
        trying = false;
        pause = FIRST_PAUSE;
    }

    synchronized void failed(long now) {
        failures++;
        if (open) {
            if (trying) {
                trying = false;
                pause = Math.min(pause * 2, LONGEST_PAUSE);
                tryAt = now + pause;
            }
        } else if (failures >= TOLERATED) {
            open = true;
            tryAt = now + pause;
        }
    }

    /// The request was given up for no fault of the replica: nothing was learnt.
    synchronized void abandoned() {
        trying = false;
    }

    synchronized boolean isOpen() {
        return open;
    }

    /// How long until a request may pass, zero if one may.
    synchronized long remainingPause(long now) {
        return open ? Math.max(0, tryAt - now) : 0;
    }
}
