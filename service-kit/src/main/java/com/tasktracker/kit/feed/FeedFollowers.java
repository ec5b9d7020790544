package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.Sql;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Starts a follower for each [FollowedFeed] as soon as the service starts, and stops it with the service.
@ApplicationScoped
class FeedFollowers {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

    private final Instance<FollowedFeed> followed;
    private final FeedsConfig config;
    private final Changes changes;
    private final CloudEvents cloudEvents;
    private final Sql sql;
    private final MeterRegistry meters;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private volatile List<Follower> running = List.of();

    FeedFollowers(
            @Any Instance<FollowedFeed> followed,
            FeedsConfig config,
            Changes changes,
            CloudEvents cloudEvents,
            Sql sql,
            MeterRegistry meters) {
        this.followed = followed;
        this.config = config;
        this.changes = changes;
        this.cloudEvents = cloudEvents;
        this.sql = sql;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        FeedLimits.check(config);
        running = followed.stream().map(this::follower).toList();
        for (Follower follower : running) {
            gauge("feeds.follower.lag.events", follower, FollowerStatus::lagEvents);
            gauge("feeds.follower.lag.seconds", follower, FollowerStatus::lagSeconds);
            gauge("feeds.follower.good.read.age.seconds", follower, FollowerStatus::secondsSinceGoodRead);
            follower.start();
        }
    }

    private Follower follower(FollowedFeed feed) {
        List<String> sources = config.sources().getOrDefault(feed.feed(), List.of());
        List<String> secrets = config.secret().orElse(List.of());
        if (config.name().isEmpty() || secrets.isEmpty() || sources.isEmpty()) {
            throw new IllegalStateException("to follow the feed " + feed.feed()
                    + ", feeds.name, feeds.secret and feeds.sources." + feed.feed() + " must be set");
        }
        return follower(feed, sources, config.name().get(), secrets);
    }

    /// A follower that is not started yet.
    Follower follower(FollowedFeed feed, List<String> sources, String name, List<String> secrets) {
        List<URI> addresses = sources.stream()
                .map(source -> URI.create(source.endsWith("/") ? source.substring(0, source.length() - 1) : source))
                .toList();
        FeedSource source = new FeedSource(feed.feed(), addresses, name, secrets, client, cloudEvents);
        return new Follower(feed, source, changes, sql, config.maxStaleness(), meters);
    }

    private void gauge(String name, Follower follower, ToDoubleFunction<FollowerStatus> value) {
        Gauge.builder(name, follower, f -> value.applyAsDouble(f.status()))
                .tags(Tags.of("feed", follower.name()))
                .register(meters);
    }

    List<Follower> running() {
        return running;
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void expire() {
        running.forEach(Follower::expire);
    }

    void stop(@Observes ShutdownEvent event) {
        running.forEach(Follower::stop);
        client.shutdownNow();
    }
}
