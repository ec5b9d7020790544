package com.tasktracker.kit.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.tasktracker.kit.testing.Eventually;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The feed as its followers meet it.
@QuarkusTest
@TestProfile(FeedTestProfile.class)
class FeedEndpointTest extends FeedTestBase {

    @Inject
    FeedUpkeep upkeep;

    @Inject
    MeterRegistry meters;

    private static final UUID ADA = UUID.fromString("01980000-0000-7000-8000-00000000000a");
    private static final UUID BOB = UUID.fromString("01980000-0000-7000-8000-00000000000b");

    private static RequestSpecification as(String name, String secret) {
        return given().header("Authorization", FollowerCredentials.header(name, secret));
    }

    private static Response read(String query) {
        return as("first", "first secret").get("/internal/feeds/things" + query);
    }

    @Test
    void eventsAreCloudEventsInTheOrderOfTheirSubjectsLastChange() {
        publishWithoutWaiting(thing(ADA, "ada"), thing(BOB, "bob"));
        publishWithoutWaiting(thing(ADA, "ada lovelace"));

        Response response = read("");

        response.then()
                .statusCode(200)
                .contentType("application/cloudevents-batch+json")
                .header("Feed-Head", "3")
                .header("Feed-Next", "3")
                .body("id", contains("2", "3"))
                .body("specversion", contains("1.0", "1.0"))
                .body("source", contains("/kit-test", "/kit-test"))
                .body("type", contains("thing.changed", "thing.changed"))
                .body("subject", contains("thing/" + BOB, "thing/" + ADA))
                .body("data.name", contains("bob", "ada lovelace"));
        assertThat(Instant.parse(response.path("[0].time"))).isNotNull();
        assertThat(UUID.fromString(response.header("Feed-Epoch"))).isNotNull();
    }

    @Test
    void ofSeveralEventsOfOneSubjectInOneTransactionTheLastStays() {
        publishWithoutWaiting(thing(ADA, "first"), thing(BOB, "bob"), thing(ADA, "last"));

        read("").then().body("data.name", contains("bob", "last"));
    }

    @Test
    void aTombstoneHoldsTheIdsAlone() {
        publishWithoutWaiting(thing(ADA, "ada"));
        publishWithoutWaiting(noThing(ADA));

        read("").then().body("", hasSize(1)).body("[0].data", equalTo(Map.of("id", ADA.toString())));
    }

    @Test
    void whatIsPrivateToAFollowerIsShownToItAlone() {
        publishWithoutWaiting(thing(ADA, "ada").privately("second", Map.of("secret", "for the second")));

        read("").then().body("[0].data.secret", equalTo(null)).body("[0].data.name", equalTo("ada"));
        as("second", "new secret")
                .get("/internal/feeds/things")
                .then()
                .body("[0].data.secret", equalTo("for the second"))
                .body("[0].data.name", equalTo("ada"));
    }

    @Test
    void pagesGoOnWhereTheLastEnded() {
        publishWithoutWaiting(thing(ADA, "ada"), thing(BOB, "bob"));

        Response first = read("?limit=1");
        first.then().header("Feed-Head", "2").header("Feed-Next", "1").body("data.name", contains("ada"));
        read("?limit=1&lastEventId=1&epoch=" + first.header("Feed-Epoch"))
                .then()
                .header("Feed-Next", "2")
                .body("data.name", contains("bob"));
    }

    @Test
    void theCurrentAndThePreviousSecretAreAccepted() {
        as("second", "new secret").get("/internal/feeds/things").then().statusCode(200);
        as("second", "old secret").get("/internal/feeds/things").then().statusCode(200);
    }

    @Test
    void aWrongSecretOrNoneIsRefusedAndNotesNothing() {
        List.of(
                        as("first", "second secret"),
                        as("first", "new secret"),
                        as("first", ""),
                        as("nobody", "first secret"),
                        given().header("Authorization", "Basic ???"),
                        given().header("Authorization", "Basic " + "bm9jb2xvbg=="),
                        given().header("Authorization", "Bearer first"),
                        given())
                .forEach(request -> request.get("/internal/feeds/things")
                        .then()
                        .statusCode(401)
                        .contentType("application/problem+json")
                        .body("type", equalTo("/problems/unauthenticated")));

        assertThat(table.followers()).isEmpty();
    }

    @Test
    void anotherFeedIsNotFound() {
        as("first", "first secret")
                .get("/internal/feeds/people")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/not-found"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=501",
                "?limit=ten",
                "?timeout=10001",
                "?timeout=-1",
                "?lastEventId=-1",
                "?lastEventId=1",
                "?lastEventId=99999999999999999999",
                "?epoch=7"
            })
    void aParameterOutOfItsLimitsIsRefused(String query) {
        read(query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/validation-failed"));
    }

    @Test
    void anotherEpochAndAPlaceAheadOfTheHeadConflict() {
        publishWithoutWaiting(thing(ADA, "ada"));
        String epoch = read("").header("Feed-Epoch");

        read("?lastEventId=2&epoch=" + epoch).then().statusCode(409).body("type", equalTo("/problems/conflict"));
        read("?lastEventId=1&epoch=" + UUID.randomUUID()).then().statusCode(409);
        read("?lastEventId=1&epoch=" + epoch).then().statusCode(200).body("", hasSize(0));
    }

    @Test
    void readingAcknowledgesAndNeverTakesThatBack() {
        publishWithoutWaiting(thing(ADA, "ada"), thing(BOB, "bob"));
        String epoch = read("").header("Feed-Epoch");

        assertThat(table.followers()).extracting(FollowerState::acknowledged).containsExactly(0L);
        read("?lastEventId=2&acknowledge=false&epoch=" + epoch);
        assertThat(table.followers()).extracting(FollowerState::acknowledged).containsExactly(0L);
        read("?lastEventId=2&epoch=" + epoch);
        read("?lastEventId=1&epoch=" + epoch);
        assertThat(table.followers()).extracting(FollowerState::acknowledged).containsExactly(2L);
    }

    @Test
    void aWaitingReadIsAnsweredByACommitOfThisProcess() {
        String epoch = read("").header("Feed-Epoch");
        CompletableFuture<Response> waiting =
                CompletableFuture.supplyAsync(() -> read("?timeout=10000&lastEventId=0&epoch=" + epoch));
        Eventually.eventually("the read waits", () -> !table.followers().isEmpty());

        publishWithoutWaiting(thing(ADA, "ada"));

        waiting.join().then().body("data.name", contains("ada"));
    }

    @Test
    void aWaitingReadIsAnsweredByACommitOfAnotherProcess() {
        String epoch = read("").header("Feed-Epoch");
        CompletableFuture<Response> waiting =
                CompletableFuture.supplyAsync(() -> read("?timeout=10000&lastEventId=0&epoch=" + epoch));
        Eventually.eventually("the read waits", () -> !table.followers().isEmpty());

        table.write(List.of(thing(ADA, "ada")));

        waiting.join().then().body("data.name", contains("ada"));
    }

    @Test
    void aReadThatFindsNothingAnswersAnEmptyBatchWhenItsWaitIsOver() {
        read("?timeout=100")
                .then()
                .statusCode(200)
                .contentType("application/cloudevents-batch+json")
                .header("Feed-Next", "0")
                .body("", hasSize(0));
    }

    @Test
    void whatHasExpiredGoesAndTheCursorStillReachesTheHead() {
        publishWithoutWaiting(
                thing(ADA, "ada"),
                FeedEvent.of("pass.ended", "pass/1", Map.of("id", "1"))
                        .expiringAt(Instant.EPOCH.plus(Duration.ofDays(1))));

        assertThat(table.purge()).isEqualTo(1);

        read("").then().header("Feed-Head", "2").header("Feed-Next", "2").body("id", contains("1"));
    }

    @Test
    void howItsFollowersFareIsMeasured() {
        publishWithoutWaiting(thing(ADA, "ada"));
        read("");

        upkeep.purge();
        upkeep.measure();

        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("feeds_publisher_unacknowledged_events{follower=\"first\"} 1.0"))
                .body(containsString("feeds_publisher_acknowledgement_age_seconds{follower=\"first\"}"));
    }

    @Test
    void theAgeOfAnAcknowledgementIsNotThatOfTheLastQuestion() {
        publishWithoutWaiting(thing(ADA, "ada"), thing(BOB, "bob"));
        String epoch = read("?lastEventId=0").header("Feed-Epoch");
        aMinutePasses();

        read("?lastEventId=0&epoch=" + epoch);
        read("?lastEventId=2&acknowledge=false&epoch=" + epoch);
        assertThat(ageOfAcknowledgement()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        read("?lastEventId=1&epoch=" + epoch);
        assertThat(ageOfAcknowledgement()).as("more").isLessThan(Duration.ofMinutes(1));
        aMinutePasses();
        read("?lastEventId=1&epoch=" + epoch);
        assertThat(ageOfAcknowledgement()).as("the same").isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        read("?lastEventId=2&epoch=" + epoch);
        aMinutePasses();
        read("?lastEventId=2&epoch=" + epoch);
        assertThat(ageOfAcknowledgement()).as("all there is").isLessThan(Duration.ofMinutes(1));
    }

    private void aMinutePasses() {
        sql.update("UPDATE feed_follower SET acknowledged_at = acknowledged_at - interval '1 minute'");
    }

    private Duration ageOfAcknowledgement() {
        upkeep.measure();
        Gauge gauge = meters.get("feeds.publisher.acknowledgement.age.seconds")
                .tag("follower", "first")
                .gauge();
        return Duration.ofMillis((long) (gauge.value() * 1000));
    }
}
