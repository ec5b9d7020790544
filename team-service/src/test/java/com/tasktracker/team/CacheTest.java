package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CacheTest extends ServiceTest {

    @Inject
    RedisDataSource redis;

    private static String key(UUID team) {
        return "tasktracker:team:v1:team:" + team;
    }

    @Test
    void aTeamIsKeptForAMinuteAndDroppedByAChange() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Kept");
        ada.asks().get("/teams/" + team).then().statusCode(200);
        assertThat(redis.key().ttl(key(team))).isBetween(1L, 60L);
        assertThat(statements.during(
                        () -> ada.asks().get("/teams/" + team).then().body("name", equalTo("Kept"))))
                .isEqualTo(1);
        ada.sends("{\"name\": \"Changed\"}").patch("/teams/" + team).then().statusCode(200);
        assertThat(redis.key().exists(key(team))).isFalse();
        ada.asks().get("/teams/" + team).then().body("name", equalTo("Changed"));
    }

    @Test
    void whatASlowReaderPutsBackIsNotShown() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Old");
        ada.asks().get("/teams/" + team).then().statusCode(200);
        String old = redis.value(String.class).get(key(team));
        ada.sends("{\"name\": \"New\"}").patch("/teams/" + team).then().statusCode(200);
        redis.value(String.class).set(key(team), old);
        ada.asks().get("/teams/" + team).then().body("name", equalTo("New"));
        redis.value(String.class).set(key(team), "not ours");
        ada.asks().get("/teams/" + team).then().body("name", equalTo("New"));
    }

    @Test
    void noRightIsDecidedByWhatIsKept() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Rights");
        ada.adds(bob, "viewer", team);
        ada.asks().get("/teams/" + team).then().body("role", equalTo("admin")).body("member_count", equalTo(2));
        bob.asks().get("/teams/" + team).then().body("role", equalTo("viewer"));
        ada.asks().delete("/teams/" + team + "/members/" + bob.id()).then().statusCode(204);
        bob.asks().get("/teams/" + team).then().statusCode(404);
        ada.asks().get("/teams/" + team).then().body("member_count", equalTo(1));
    }

    @Test
    void withoutRedisAllGoesOn() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Alone");
        RedisResource.stopServer();
        try {
            ada.asks().get("/teams/" + team).then().statusCode(200).body("name", equalTo("Alone"));
            ada.sends("{\"name\": \"Still\"}").patch("/teams/" + team).then().statusCode(200);
            ada.asks().get("/teams/" + team).then().statusCode(200).body("name", equalTo("Still"));
        } finally {
            RedisResource.startServer();
        }
    }
}
