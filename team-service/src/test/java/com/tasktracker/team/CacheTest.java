package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.kit.http.Versioned;
import com.tasktracker.kit.redis.VersionedCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CacheTest extends ServiceTest {

    @Inject
    RedisDataSource redis;

    @Inject
    VersionedCache.Maker caches;

    @Inject
    MeterRegistry meters;

    private static String key(UUID team) {
        return "tasktracker:team:v1:team:" + team;
    }

    @Test
    void aTeamIsKeptForAMinuteAndDroppedByAChange() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Kept");
        ada.asks().get("/teams/" + team).then().statusCode(200);
        assertThat(redis.key().ttl(key(team))).isBetween(1L, 60L);
        ada.asks().get("/teams/" + team).then().body("name", equalTo("Kept"));
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
    void aSlowReaderCannotPutAnOldTeamBack() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Old");
        ada.asks().get("/teams/" + team).then().statusCode(200);
        String old = redis.value(String.class).get(key(team));
        VersionedCache<Kept> cache = caches.make("team", Kept.class);
        ada.sends("{\"name\": \"New\"}").patch("/teams/" + team).then().statusCode(200);
        cache.put(team, new Kept(1));
        assertThat(redis.key().exists(key(team))).isFalse();
        redis.value(String.class).set(key(team), old);
        ada.asks().get("/teams/" + team).then().body("name", equalTo("New"));
        cache.put(team, new Kept(1));
        ada.asks().get("/teams/" + team).then().body("name", equalTo("New"));
    }

    @Test
    void readersThatRaceAWriterNeverSeeLessThanItsAnswer() throws Exception {
        Actor ada = someone("ada");
        UUID team = ada.founds("Raced");
        AtomicBoolean isDone = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(() -> {
                    int last = 0;
                    while (!isDone.get()) {
                        int version =
                                ada.asks().get("/teams/" + team).jsonPath().getInt("version");
                        assertThat(version).isGreaterThanOrEqualTo(last);
                        last = version;
                    }
                    return last;
                }));
            }
            for (int i = 1; i <= 30; i++) {
                ada.sends("{\"name\": \"Name " + i + "\"}")
                        .patch("/teams/" + team)
                        .then()
                        .statusCode(200);
                ada.asks().get("/teams/" + team).then().body("name", equalTo("Name " + i));
            }
            isDone.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isLessThanOrEqualTo(31);
            }
        }
    }

    @Test
    void hitsAndMissesAreCounted() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Counted");
        double hits = count("hit");
        double misses = count("miss");
        ada.asks().get("/teams/" + team).then().statusCode(200);
        assertThat(count("miss")).isEqualTo(misses + 1);
        ada.asks().get("/teams/" + team).then().statusCode(200);
        assertThat(count("hit")).isEqualTo(hits + 1);
    }

    private double count(String outcome) {
        return meters.counter("tasktracker.cache", "cache", "team", "outcome", outcome)
                .count();
    }

    /// As much of a team as a reader puts there that has read it long ago.
    record Kept(long version) implements Versioned {}

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
        withoutRedis(() -> {
            ada.asks().get("/teams/" + team).then().statusCode(200).body("name", equalTo("Alone"));
            ada.sends("{\"name\": \"Still\"}").patch("/teams/" + team).then().statusCode(200);
            ada.asks().get("/teams/" + team).then().statusCode(200).body("name", equalTo("Still"));
        });
    }
}
