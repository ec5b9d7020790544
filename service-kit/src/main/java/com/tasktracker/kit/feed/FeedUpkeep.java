package com.tasktracker.kit.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/// What a publisher does from time to time: it takes expired subjects off the feed and looks how its followers fare.
@ApplicationScoped
class FeedUpkeep {

    private final FeedPublisher publisher;
    private final FeedTable table;
    private final MultiGauge ages;
    private final MultiGauge lags;

    FeedUpkeep(FeedPublisher publisher, FeedTable table, MeterRegistry meters) {
        this.publisher = publisher;
        this.table = table;
        this.ages = MultiGauge.builder("feeds.publisher.acknowledgement.age.seconds")
                .description("time since a follower last acknowledged something more, or all that there was")
                .register(meters);
        this.lags = MultiGauge.builder("feeds.publisher.unacknowledged.events")
                .description("how far a follower's acknowledgement is behind the head")
                .register(meters);
    }

    @Scheduled(every = "60s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void purge() {
        if (publisher.definition().isPresent()) {
            table.purge();
        }
    }

    @Scheduled(every = "15s", delayed = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        if (publisher.definition().isPresent()) {
            long head = table.head();
            List<FollowerState> followers = table.followers();
            ages.register(
                    followers.stream()
                            .map(f -> MultiGauge.Row.of(Tags.of("follower", f.name()), seconds(f.age())))
                            .toList(),
                    true);
            lags.register(
                    followers.stream()
                            .map(f -> MultiGauge.Row.of(Tags.of("follower", f.name()), head - f.acknowledged()))
                            .toList(),
                    true);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
