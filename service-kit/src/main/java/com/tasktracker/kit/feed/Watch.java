package com.tasktracker.kit.feed;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A value of the database that any number of threads wait for, while one thread looks it up for all of them: at once
/// when somebody arrives or [#nudge()] is called, else every `interval`. Nobody waits: nobody looks.
final class Watch<T> {

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final String name;
    private final Supplier<T> look;
    private final long intervalNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition looked = lock.newCondition();
    private final Condition wanted = lock.newCondition();
    private int waiting;
    private boolean looking;
    private boolean hurry;
    private boolean stopped;
    private long longestNanos = Long.MAX_VALUE;
    private long begun;
    private long ended;
    private @Nullable T value;

    Watch(String name, Duration interval, Supplier<T> look) {
        this.name = name;
        this.look = look;
        this.intervalNanos = interval.toNanos();
    }

    /// Waits until a look that began after this call finds what is enough, but not longer than `limit`, and answers
    /// what was last found; `null` when no look succeeded in that time.
    @Nullable
    T await(Predicate<T> enough, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = Math.min(limit.toNanos(), longestNanos);
            long first = begun + 1;
            waiting++;
            demandLook();
            try {
                while (true) {
                    T found = ended >= first ? value : null;
                    if (stopped || left <= 0 || (found != null && enough.test(found))) {
                        return found;
                    }
                    left = Math.min(looked.awaitNanos(left), longestNanos);
                }
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Something may have changed: whoever waits should be told without delay.
    void nudge() {
        lock.lock();
        try {
            if (waiting > 0) {
                demandLook();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets nobody wait for longer than that from now on, whoever waits already included.
    void shorten(Duration longest) {
        lock.lock();
        try {
            longestNanos = longest.toNanos();
            looked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets everybody go, now and from now on.
    void stop() {
        lock.lock();
        try {
            stopped = true;
            looked.signalAll();
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void demandLook() {
        hurry = true;
        wanted.signal();
        if (!looking && !stopped) {
            looking = true;
            Thread.ofVirtual().name("watch-" + name).start(this::keepLooking);
        }
    }

    private void keepLooking() {
        while (beginLook()) {
            @Nullable T found = null;
            try {
                found = look.get();
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                LOG.debugf(e, "cannot look at %s", name);
            }
            endLook(found);
        }
    }

    private boolean beginLook() {
        lock.lock();
        try {
            long left = intervalNanos;
            while (!hurry && !stopped && waiting > 0 && left > 0) {
                left = wanted.awaitNanos(left);
            }
            if (stopped || waiting == 0) {
                looking = false;
                return false;
            }
            hurry = false;
            begun++;
            return true;
        } catch (InterruptedException e) {
            looking = false;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void endLook(@Nullable T found) {
        lock.lock();
        try {
            if (found != null) {
                value = found;
                ended = begun;
                looked.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
