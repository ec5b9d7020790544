package com.tasktracker.team;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GuessesTest extends ServiceTest {

    private static Response guess(Actor actor, UUID team) {
        return actor.sends("{\"username\": \"nobody.at.all\", \"role\": \"member\"}")
                .post("/teams/" + team + "/members");
    }

    private static void guessToTheEnd(Actor ada, UUID team) {
        for (int i = 0; i < 30; i++) {
            guess(ada, team)
                    .then()
                    .statusCode(422)
                    .body("type", equalTo("/problems/invalid-reference"))
                    .body("errors[0].field", equalTo("username"));
        }
        guess(ada, team)
                .then()
                .statusCode(429)
                .header("Retry-After", matchesPattern("[1-9][0-9]{0,3}"))
                .body("type", equalTo("/problems/rate-limited"));
        Actor bob = someone("bob");
        ada.sends("{\"user_id\": \"" + bob.id() + "\", \"role\": \"member\"}")
                .post("/teams/" + team + "/members")
                .then()
                .statusCode(429);
    }

    @Test
    void whoGuessesNamesIsStopped() {
        Actor ada = someone("ada");
        guessToTheEnd(ada, ada.founds("Guessed"));
        Actor other = someone("other");
        guess(other, other.founds("Free")).then().statusCode(422);
    }

    @Test
    void whoGuessesNamesIsStoppedWithoutRedisToo() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Guessed");
        RedisResource.stopServer();
        try {
            guessToTheEnd(ada, team);
        } finally {
            RedisResource.startServer();
        }
    }

    @Test
    void aMemberIsNamedInExactlyOneWay() {
        Actor ada = someone("ada");
        String members = "/teams/" + ada.founds("Named") + "/members";
        ada.sends("{\"role\": \"member\"}")
                .post(members)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("user_id"))
                .body("errors[0].code", equalTo("required"));
        ada.sends("{\"role\": \"member\", \"username\": \"a\", \"user_id\": \"" + ada.id() + "\"}")
                .post(members)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("username"))
                .body("errors[0].code", equalTo("not_allowed"));
        ada.sends("{\"role\": \"boss\", \"user_id\": \"" + ada.id() + "\"}")
                .post(members)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("not_allowed"));
    }
}
