package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GuessesTest extends ServiceTest {

    @Inject
    RedisDataSource redis;

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
        withoutRedis(() -> guessToTheEnd(ada, team));
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

    /// As it is where the process that began to count died at once.
    @Test
    void aCountWithoutAnEndIsGivenOne() {
        Actor ada = someone("ada");
        String key = "tasktracker:team:v1:guesses:" + ada.id();
        redis.value(Long.class).set(key, 3L);
        guess(ada, ada.founds("Endless")).then().statusCode(422);
        assertThat(redis.value(Long.class).get(key)).isEqualTo(4);
        assertThat(redis.key().ttl(key)).isBetween(1L, 3_600L);
    }
}
