package com.tasktracker.kit.feed;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// When a change is in force.
@QuarkusTest
@TestProfile(SmallPoolProfile.class)
class InForceTest extends FeedTestBase {

    @Inject
    Instance<FeedDefinition> definitions;

    @Inject
    FeedsConfig config;

    @Inject
    MeterRegistry meters;

    private final UUID id = UUID.randomUUID();

    @Test
    void aChangeIsInForceOnceTheFollowerHasAppliedIt() {
        follow();

        for (int i = 0; i < 50; i++) {
            assertThat(publish(thing(id, "name " + i)).isInForce()).isTrue();

            assertThat(things()).isEqualTo(Map.of(id, "name " + i));
        }
        assertThat(publish(noThing(id)).isInForce()).isTrue();
        assertThat(things()).isEmpty();
    }

    @Test
    void aChangeThatPublishesNothingIsNotWaitedFor() {
        register("silent", 0, 1);

        assertThat(changes.run(() -> sql.update("INSERT INTO consequence VALUES ('mine', 1)")))
                .isEmpty();
        assertThat(consequence("mine")).isEqualTo(1);
    }

    @Test
    void aRepeatThatFindsNothingToChangeIsInForceWhenTheFirstIs() {
        Instant seenAt = register("silent", 0, 26);
        publish(thing(id, "ada"));

        assertThat(repeat("thing/" + id)).contains(seenAt.plusSeconds(600));
        sql.update("UPDATE feed_follower SET acknowledged = 1");
        assertThat(repeat("thing/" + id)).isEmpty();
        assertThat(repeat("thing/unheard of")).isEmpty();
        assertThat(table.head()).isEqualTo(1);
    }

    private Optional<Instant> repeat(String subject) {
        return changes.run(() -> changes.relyOn(subject));
    }

    @Test
    void aSilentFollowerMakesItKnownByWhenTheChangeIsInForce() {
        Instant seenAt = register("silent", 0, 1);
        register("done", 1000, 1);

        Committed<Boolean> change = publish(thing(id, "ada"));

        assertThat(change.inForceBy()).contains(seenAt.plusSeconds(600));
    }

    @Test
    void theLastOfSeveralSilentFollowersDecides() {
        Instant seenAt = register("silent", 0, 1);
        register("more silent", 0, 100);

        assertThat(publish(thing(id, "ada")).inForceBy()).contains(seenAt.plusSeconds(600));
    }

    @Test
    void aFollowerUnseenFor25SecondsCountsButIsNotWaitedFor() {
        Instant seenAt = register("gone", 0, 26);

        Committed<Boolean> change = publish(thing(id, "ada"));

        assertThat(change.inForceBy()).contains(seenAt.plusSeconds(600));
    }

    @Test
    void whoWaitsHoldsNoConnection() throws Exception {
        register("silent", 0, 1);
        List<Future<Optional<Instant>>> waiting = new ArrayList<>();

        // Were a connection held for the 2 s of the wait, all but two of them would find none within 1.5 s.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 50; i++) {
                FeedEvent event = thing(UUID.randomUUID(), "thing " + i);
                waiting.add(threads.submit(() -> publish(event).inForceBy()));
            }
        }

        for (Future<Optional<Instant>> wait : waiting) {
            assertThat(wait.get()).isPresent();
        }
        assertThat(table.head()).isEqualTo(50);
    }

    @Test
    void readsThatWaitHoldNoConnectionEither() throws Exception {
        int readers = 10;
        List<Future<Response>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < readers; i++) {
                waiting.add(threads.submit(
                        () -> given().header("Authorization", FollowerCredentials.header("first", "first secret"))
                                .get("/internal/feeds/things?timeout=10000")));
            }
            eventually("all are there", () -> requestsUnderWay() == readers);

            // A connection is waited for up to 1.5 s, and the reads for 10 s.
            publishWithoutWaiting(thing(id, "ada"));

            for (Future<Response> read : waiting) {
                read.get().then().statusCode(200).body("data.name", contains("ada"));
            }
        }
    }

    private double requestsUnderWay() {
        return meters.find("http.server.active.requests").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    @Test
    void aServiceThatIsToldToEndIsReadTillItEndsAndItsChangesAreInForce() throws Exception {
        FeedPublisher ending = new FeedPublisher(definitions, table, config, meters);
        follow();

        ending.shortenReads();

        Written written = QuarkusTransaction.requiringNew().call(() -> table.write(List.of(thing(id, "ada"))));
        assertThat(ending.awaitInForce(written)).isEmpty();
        assertThat(things()).isEqualTo(Map.of(id, "ada"));
        Instant seenAt = register("silent", 0, 1);
        assertThat(ending.awaitInForce(written)).contains(seenAt.plusSeconds(600));
        assertThat(howLongItWaits(ending)).isBetween(Duration.ofMillis(150), Duration.ofSeconds(8));
    }

    /// A read that asks for 10 s.
    private Duration howLongItWaits(FeedPublisher publisher) throws InterruptedException {
        FeedRead.Batch<StoredEvent> now = table.read("second", 0, 500);
        long start = System.nanoTime();
        FeedRead.Answer<StoredEvent> answer =
                publisher.read(new FeedRead("second", now.head(), now.epoch(), 500, 10_000, true));
        assertThat(answer).isEqualTo(new FeedRead.Batch<>(now.epoch(), now.head(), now.head(), List.of()));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aFollowerThatNoLongerServesDoesNotCount() {
        register("gone for good", 0, 631);

        assertThat(publish(thing(id, "ada")).isInForce()).isTrue();
    }

    @Test
    void aFailureRollsTheChangeAndItsEventsBack() {
        assertThatThrownBy(() -> changes.commit(() -> {
                    changes.publish(thing(id, "ada"));
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");

        assertThat(table.head()).isZero();
        assertThat(table.read("first", 0, 500).events()).isEmpty();
    }

    @Test
    void eventsArePublishedWithinAChangeAlone() {
        assertThatThrownBy(() -> changes.publish(thing(id, "ada"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> changes.publish(thing(id, "ada"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aChangeWithinATransactionIsAnError() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> publish(thing(id, "ada"))))
                .hasMessageContaining("Transaction already active");
        assertThatThrownBy(() -> changes.commit(() -> publish(thing(id, "ada"))))
                .hasMessageContaining("Transaction already active");
        assertThat(table.head()).isZero();
    }

    @Test
    void aFollowerThatIsBackIsWaitedForAgain() {
        register("first", 0, 300);

        assertThat(publish(thing(id, "ada")).isInForce()).isFalse();
        follow();
        eventually("it has acknowledged", () -> table.followers().getFirst().acknowledged() == 1);
        assertThat(publish(thing(id, "bob")).isInForce()).isTrue();
    }

    /// Says when it was last seen.
    private Instant register(String name, long acknowledged, int secondsAgo) {
        return sql.first(
                        "INSERT INTO feed_follower VALUES (?, ?, clock_timestamp() - make_interval(secs => ?)) "
                                + "RETURNING seen_at",
                        row -> row.time("seen_at"),
                        name,
                        acknowledged,
                        secondsAgo)
                .orElseThrow();
    }
}
