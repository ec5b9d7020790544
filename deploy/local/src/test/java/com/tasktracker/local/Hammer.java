package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Asks again and again, with several connections, as somebody whose rights change meanwhile. What started after a
/// change was answered, and ended before the next began, must be judged by the state between them.
///
///     try (Hammer hammer = Hammer.of(6, () -> victim.get(path).status(), 200)) {
///         hammer.change(404, () -> owner.delete(member).expect(204));
///     }
final class Hammer implements AutoCloseable {

    /// What says something about rights; other answers are those of a service that is down.
    private static final Set<Integer> VERDICTS = Set.of(200, 201, 403, 404);

    private static final class Era {
        private final int expected;
        private final boolean isSettled;
        private final AtomicInteger judged = new AtomicInteger();

        private Era(int expected, boolean isSettled) {
            this.expected = expected;
            this.isSettled = isSettled;
        }
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> connections = new ArrayList<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger judged = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final IntSupplier request;
    private volatile Era era;
    private volatile boolean isOver;

    private Hammer(IntSupplier request, int status) {
        this.request = request;
        this.era = new Era(status, true);
    }

    /// @param status what the request answers now
    static Hammer of(int connections, IntSupplier request, int status) {
        Hammer hammer = new Hammer(request, status);
        for (int i = 0; i < connections; i++) {
            hammer.connections.add(hammer.threads.submit(hammer::ask));
        }
        return hammer;
    }

    private void ask() {
        while (!isOver) {
            Era before = era;
            int status = answer();
            if (!VERDICTS.contains(status)) {
                unanswered.incrementAndGet();
            } else if (before == era && before.isSettled) {
                if (status != before.expected) {
                    wrong.add("expected " + before.expected + ", was " + status);
                }
                before.judged.incrementAndGet();
                judged.incrementAndGet();
            }
        }
    }

    private int answer() {
        try {
            return request.getAsInt();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /// Makes a change, which has been answered when this returns, and waits till some requests that started after that
    /// are judged; the first of them is one of its own.
    ///
    /// @param status what the request answers from then on
    void change(int status, Runnable change) throws Exception {
        era = new Era(status, false);
        change.run();
        settle(status);
    }

    /// The same of a change that gives something: it is answered as usual where a follower has not heard of it within
    /// 2 s, so it is waited for until it is in force.
    void give(int status, Runnable change) throws Exception {
        era = new Era(status, false);
        change.run();
        Suite.await("what was given is in force", () -> answer() == status);
        settle(status);
    }

    private void settle(int status) throws Exception {
        Era settled = new Era(status, true);
        era = settled;
        int next = answer();
        if (VERDICTS.contains(next)) {
            assertThat(next).as("the very next request").isEqualTo(status);
        }
        Suite.await("requests are judged", () -> settled.judged.get() >= 3);
        assertThat(wrong).isEmpty();
    }

    int judged() {
        return judged.get();
    }

    /// Answers that say nothing about rights: of a service that is down, or none.
    int unanswered() {
        return unanswered.get();
    }

    /// Stops asking; fails where any request was judged by another state than that in force, or could not be sent.
    @Override
    public void close() {
        isOver = true;
        threads.close();
        @Nullable Throwable failure = null;
        for (Future<?> connection : connections) {
            try {
                connection.get();
            } catch (ExecutionException e) {
                failure = e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(failure).isNull();
        assertThat(wrong).isEmpty();
    }
}
