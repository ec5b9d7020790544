package com.tasktracker.team;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.tasktracker.kit.data.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a change answers while another service does not listen, and what a request answers while this one hears
/// nothing.
@QuarkusTest
class InForceTest extends ServiceTest {

    @AfterEach
    void listenAgain() {
        sql.update("DELETE FROM feed_follower");
    }

    private void aFollowerStops() {
        sql.update("INSERT INTO feed_follower (name, acknowledged, seen_at) VALUES ('task-service', 0, now())");
    }

    @Test
    void whatTakesAwayIsPropagatingAndWhatGivesIsNot() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Slow");
        aFollowerStops();
        ada.adds(bob, "viewer", team);
        String path = "/teams/" + team + "/members/" + bob.id();
        ada.sends("{\"role\": \"admin\"}").patch(path).then().statusCode(200).body("role", equalTo("admin"));
        ada.sends("{\"role\": \"member\"}")
                .patch(path)
                .then()
                .statusCode(202)
                .body("status", equalTo("propagating"))
                .body("in_force_by", matchesPattern("20.*Z"));
        ada.asks().delete(path).then().statusCode(202).body("status", equalTo("propagating"));
        bob.asks().get("/teams/" + team).then().statusCode(404);
        ada.sends("{\"name\": \"Slower\"}").patch("/teams/" + team).then().statusCode(200);
        ada.asks().delete("/teams/" + team).then().statusCode(202);
    }

    @Test
    void aRepeatedDemotionIsNotInForceEither() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Twice");
        ada.adds(bob, "admin", team);
        String path = "/teams/" + team + "/members/" + bob.id();
        aFollowerStops();
        ada.sends("{\"role\": \"viewer\"}").patch(path).then().statusCode(202);
        ada.sends("{\"role\": \"viewer\"}").patch(path).then().statusCode(202).body("status", equalTo("propagating"));
        ada.sends("{}").patch(path).then().statusCode(200).body("role", equalTo("viewer"));
        sql.update("UPDATE feed_follower SET acknowledged = (SELECT seq FROM feed_head)");
        ada.sends("{\"role\": \"viewer\"}").patch(path).then().statusCode(200).body("role", equalTo("viewer"));
    }

    @Test
    void anEndedSessionIsEndedHereToo() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Ended");
        people().put(
                        "session.ended",
                        "session/" + ada.session(),
                        Map.of("sid", ada.session(), "until", Instant.now().plus(1, ChronoUnit.HOURS)));
        people().awaitAcknowledged();
        for (String path : new String[] {"/teams", "/teams/" + team, "/teams/" + team + "/members"}) {
            ada.asks().get(path).then().statusCode(401).body("type", equalTo("/problems/session-ended"));
        }
        ada.sends("{\"name\": \"More\"}").post("/teams").then().statusCode(401);
        ada.asks().delete("/teams/" + team).then().statusCode(401);
        ada.asks().get("/teams?page_size=0").then().statusCode(401).body("type", equalTo("/problems/session-ended"));
        ada.sends("{}").post("/teams").then().statusCode(401).body("type", equalTo("/problems/session-ended"));
    }

    @Test
    void theFeedIsOpenToFollowersAlone() {
        String feed = "/internal/feeds/teams?lastEventId=0";
        given().get(feed).then().statusCode(401);
        Actor ada = someone("ada");
        UUID team = ada.founds("Fed");
        ada.asks().get(feed).then().statusCode(401);
        given().auth()
                .preemptive()
                .basic("task-service", "a secret among services that is used in tests alone")
                .get(feed)
                .then()
                .statusCode(200)
                .contentType("application/cloudevents-batch+json");
        sql.update("DELETE FROM feed_follower");
        given().auth()
                .preemptive()
                .basic("team-service", "wrong")
                .get(feed)
                .then()
                .statusCode(401);
        ada.asks().delete("/teams/" + team).then().statusCode(204);
    }

    @Test
    void somebodyWhoIsNotKnownYetShowsAsAnId() {
        Actor early = Actor.named(Ids.next(Clock.systemUTC()), "early");
        early.sends("{\"name\": \"Early\"}")
                .post("/teams")
                .then()
                .statusCode(201)
                .body("owner.id", equalTo(early.id().toString()))
                .body("owner.username", equalTo(null));
    }
}
