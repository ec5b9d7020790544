package com.tasktracker.kit.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Writes the feed of this service, serves it to its followers, and knows when they have applied it.
@ApplicationScoped
class FeedPublisher {

    private static final Logger LOG = Logger.getLogger(FeedPublisher.class);
    private static final Duration HEAD_INTERVAL = Duration.ofMillis(50);
    private static final Duration FOLLOWERS_INTERVAL = Duration.ofMillis(5);
    /// Of a read once the service has been told to end: short for what waits for it, and long enough that followers do
    /// not ask without a break.
    private static final Duration LAST_WAITS = Duration.ofMillis(200);

    private final Optional<FeedDefinition> definition;
    private final FeedTable table;
    private final FeedsConfig config;
    private final MeterRegistry meters;
    private final Watch<Long> head;
    private final Watch<List<FollowerState>> followers;
    private final Thread whenEnding = new Thread(this::shortenReads, "feed-reads-get-short");

    FeedPublisher(Instance<FeedDefinition> definitions, FeedTable table, FeedsConfig config, MeterRegistry meters) {
        this.definition = definitions.isResolvable() ? Optional.of(definitions.get()) : Optional.empty();
        this.table = table;
        this.config = config;
        this.meters = meters;
        this.head = new Watch<>("feed-head", HEAD_INTERVAL, table::head);
        this.followers = new Watch<>("feed-followers", FOLLOWERS_INTERVAL, table::followers);
    }

    Optional<FeedDefinition> definition() {
        return definition;
    }

    /// What has to be in force before the transaction is answered; `null` where that is nothing.
    @Nullable
    Written write(CollectedEvents events) {
        if (events.isEmpty()) {
            // Whatever is written now has a greater number, so that these matter only here.
            return events.reliedOn().isEmpty()
                    ? null
                    : table.written(events.reliedOn()).orElse(null);
        }
        if (definition.isEmpty()) {
            throw new IllegalStateException("this service has no FeedDefinition, it publishes nothing");
        }
        return table.write(events.inOrder());
    }

    /// Tells those who wait in this process that a transaction with events has been committed.
    void committed() {
        head.nudge();
    }

    /// Waits till every follower that is awake has what was written, and says by when it is in force; empty when it is.
    Optional<Instant> awaitInForce(Written written) {
        long start = System.nanoTime();
        Optional<Instant> inForceBy = waitFor(written);
        meters.timer("feeds.publisher.in.force.wait", "in_force", Boolean.toString(inForceBy.isEmpty()))
                .record(Duration.ofNanos(System.nanoTime() - start));
        return inForceBy;
    }

    private Optional<Instant> waitFor(Written written) {
        Duration bound = config.maxStaleness();
        @Nullable List<FollowerState> found = null;
        try {
            found = followers.await(
                    states -> FollowerState.isSettled(states, written.seq(), bound), config.inForceWait());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (found == null) {
            // The database could not be asked; whoever was seen last was seen before now.
            return Optional.of(written.at().plus(config.inForceWait()).plus(bound));
        }
        return FollowerState.inForceBy(found, written.seq(), bound);
    }

    /// Notes the acknowledgement and answers what comes after it, waiting for it up to the read's timeout.
    FeedRead.Answer<StoredEvent> read(FeedRead read) throws InterruptedException {
        // Seen first, read then: whoever commits in between counts this follower, or is read by it.
        if (!table.acknowledge(read)) {
            return new FeedRead.Conflict<>(
                    "lastEventId " + read.lastEventId() + " is not a place in this feed's epoch");
        }
        followers.nudge();
        long deadline = System.nanoTime() + read.timeoutMillis() * 1_000_000;
        while (true) {
            FeedRead.Batch<StoredEvent> batch = table.read(read.follower(), read.lastEventId(), read.limit());
            @Nullable UUID epoch = read.epoch();
            if (epoch != null && !epoch.equals(batch.epoch())) {
                return new FeedRead.Conflict<>("the feed has another epoch");
            }
            if (batch.head() < read.lastEventId()) {
                return new FeedRead.Conflict<>("lastEventId " + read.lastEventId() + " is ahead of the feed");
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (batch.head() > read.lastEventId() || !left.isPositive()) {
                return batch;
            }
            @Nullable Long found = head.await(seq -> seq != read.lastEventId(), left);
            if (found == null || found == read.lastEventId()) {
                return batch;
            }
        }
    }

    /// The server waits for requests that are under way before it says that it stops, so reads that wait for events
    /// must learn it from the JVM. Until then the service goes on, and so must its feed: what is changed meanwhile
    /// is in force once the followers have read it, from here if they know no other replica.
    void start(@Observes StartupEvent event) {
        Runtime.getRuntime().addShutdownHook(whenEnding);
    }

    void shortenReads() {
        head.shorten(LAST_WAITS);
    }

    void stop(@Observes ShutdownEvent event) {
        head.stop();
        followers.stop();
        try {
            Runtime.getRuntime().removeShutdownHook(whenEnding);
        } catch (IllegalStateException e) {
            LOG.debug("the JVM ends", e);
        }
    }
}
