package com.tasktracker.kit.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void aWaiterIsAnsweredByALookThatBeganAfterItCame() throws Exception {
        Watch<Integer> watch = new Watch<>("test", NEVER, looks::incrementAndGet);

        assertThat(watch.await(found -> true, NEVER)).isEqualTo(1);
        assertThat(watch.await(found -> true, NEVER)).isEqualTo(2);
    }

    @Test
    void itIsLookedAgainEveryInterval() throws Exception {
        Watch<Integer> watch = new Watch<>("test", Duration.ofMillis(1), looks::incrementAndGet);

        assertThat(watch.await(found -> found == 10, NEVER)).isEqualTo(10);
    }

    @Test
    void whenTheWaitIsOverTheLastFindingIsAnswered() throws Exception {
        Watch<Integer> watch = new Watch<>("test", NEVER, looks::incrementAndGet);

        assertThat(watch.await(found -> false, Duration.ofMillis(300))).isEqualTo(1);
        assertThat(watch.await(found -> true, Duration.ZERO)).isNull();
    }

    @Test
    void aFailingLookIsTriedAgain() throws Exception {
        Watch<Integer> watch = new Watch<>("test", Duration.ofMillis(1), () -> {
            if (looks.incrementAndGet() < 5) {
                throw new IllegalStateException("no database");
            }
            return looks.get();
        });

        assertThat(watch.await(found -> true, NEVER)).isEqualTo(5);
    }

    @Test
    void whoWaitsIsToldAtOnceWhenNudged() throws Exception {
        Watch<Integer> watch = new Watch<>("test", NEVER, looks::incrementAndGet);
        watch.nudge();
        assertThat(looks).as("nobody waits, nobody looks").hasValue(0);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<@Nullable Integer> waiting = threads.submit(() -> watch.await(found -> found >= 2, NEVER));
            Eventually.eventually("the first look", () -> looks.get() == 1);

            watch.nudge();

            assertThat(waiting.get()).isEqualTo(2);
        }
    }

    @Test
    void nobodyWaitsForLongerOnceItIsShortened() throws Exception {
        Watch<Integer> watch = new Watch<>("test", NEVER, looks::incrementAndGet);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<@Nullable Integer> waiting = threads.submit(() -> watch.await(found -> false, NEVER));
            Eventually.eventually("the first look", () -> looks.get() == 1);

            watch.shorten(Duration.ofMillis(300));

            assertThat(waiting.get()).isEqualTo(1);
            long start = System.nanoTime();
            assertThat(watch.await(found -> false, NEVER)).isEqualTo(2);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000);
            assertThat(watch.await(found -> true, NEVER)).isEqualTo(3);
        }
    }

    @Test
    void allAreLetGoWhenItStops() throws Exception {
        Watch<Integer> watch = new Watch<>("test", NEVER, looks::incrementAndGet);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<@Nullable Integer> waiting = threads.submit(() -> watch.await(found -> false, NEVER));
            Eventually.eventually("the first look", () -> looks.get() == 1);

            watch.stop();

            assertThat(waiting.get()).isEqualTo(1);
            assertThat(watch.await(found -> false, NEVER)).isNull();
        }
    }
}
