package com.tasktracker.identity.user;

import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.patchMe;
import static com.tasktracker.identity.Api.register;
import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.redis.Redis;
import com.tasktracker.kit.redis.VersionedCache;
import com.tasktracker.kit.testing.RedisResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class UserCacheTest {

    @Inject
    VersionedCache.Maker caches;

    @Inject
    Users users;

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry meters;

    @Inject
    Redis asked;

    private VersionedCache<UserView> cache;

    @BeforeEach
    void openCache() {
        cache = caches.make("user", UserView.class);
    }

    @AfterEach
    void bringRedisBack() {
        RedisResource.startServer();
        eventually("Redis is asked again", () -> !asked.isAway());
    }

    private boolean isKept(Account account) {
        return redis.key().exists(cache.key(account.id()));
    }

    private double count(String outcome) {
        return meters.counter("tasktracker.cache", "cache", "user", "outcome", outcome)
                .count();
    }

    @Test
    void aUserIsKeptForAMinuteAndFoundThere() {
        Account account = register();
        Pair pair = login(account);
        me(pair.access()).then().statusCode(200);
        assertThat(cache.key(account.id())).isEqualTo("tasktracker:identity:v1:user:" + account.id());
        assertThat(redis.key().pttl(cache.key(account.id()))).isBetween(1L, 60_000L);
        double hits = count("hit");
        me(pair.access()).then().body("username", equalTo(account.username()));
        assertThat(count("hit")).isEqualTo(hits + 1);
    }

    @Test
    void whatIsShownByIdIsFoundThereToo() {
        Account account = register();
        Pair pair = login(account);
        String path = "/users/" + account.id();
        as(pair.access()).get(path).then().statusCode(200).body("display_name", equalTo(account.username()));
        double hits = count("hit");
        as(pair.access()).get(path).then().statusCode(200).body("display_name", equalTo(account.username()));
        assertThat(count("hit")).isEqualTo(hits + 1);
        patchMe(pair.access(), "{\"display_name\": \"New\"}").then().statusCode(200);
        as(pair.access()).get(path).then().body("display_name", equalTo("New"));
    }

    @Test
    void aChangeDropsIt() {
        Account account = register();
        Pair pair = login(account);
        me(pair.access());
        assertThat(isKept(account)).isTrue();
        double misses = count("miss");
        patchMe(pair.access(), "{\"display_name\": \"New\"}").then().body("display_name", equalTo("New"));
        assertThat(count("miss")).isEqualTo(misses + 1);
    }

    @Test
    void aSlowReaderCannotPutAnOldValueBack() {
        Account account = register();
        Pair pair = login(account);
        UserView old = users.view(account.id());
        cache.drop(account.id(), old.version() + 1);
        cache.put(account.id(), old);
        assertThat(isKept(account)).isFalse();
        patchMe(pair.access(), "{\"display_name\": \"New\"}");
        UserView current = users.view(account.id());
        cache.put(account.id(), old);
        assertThat(cache.find(account.id(), current.version()))
                .hasValueSatisfying(kept -> assertThat(kept.displayName()).isEqualTo("New"));
    }

    @Test
    void evenAnOldValueThatIsThereIsNotBelieved() {
        Account account = register();
        Pair pair = login(account);
        String key = cache.key(account.id());
        me(pair.access());
        String old = redis.value(String.class).get(key);
        patchMe(pair.access(), "{\"display_name\": \"New\"}");
        redis.value(String.class).set(key, old);
        me(pair.access()).then().body("display_name", equalTo("New"));
        for (String strange : List.of("no JSON at all", "{}", "[]", "7", "{\"version\": \"a\"}")) {
            redis.value(String.class).set(key, strange);
            me(pair.access()).then().body("display_name", equalTo("New"));
            assertThat(asked.isAway()).as("Redis after %s", strange).isFalse();
            assertThat(redis.value(String.class).get(key)).contains("\"New\"");
        }
    }

    @Test
    void readersThatRaceAWriterNeverSeeLessThanItsAnswer() throws Exception {
        Account account = register();
        Pair pair = login(account);
        AtomicBoolean isDone = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(() -> {
                    int last = 0;
                    while (!isDone.get()) {
                        int version = me(pair.access()).jsonPath().getInt("version");
                        assertThat(version).isGreaterThanOrEqualTo(last);
                        last = version;
                    }
                    return last;
                }));
            }
            for (int i = 1; i <= 30; i++) {
                patchMe(pair.access(), "{\"display_name\": \"Name " + i + "\"}")
                        .then()
                        .statusCode(200);
                me(pair.access()).then().body("display_name", equalTo("Name " + i));
            }
            isDone.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isLessThanOrEqualTo(31);
            }
        }
    }

    @Test
    void withoutRedisEverythingWorks() {
        RedisResource.stopServer();
        Account account = register();
        Pair pair = login(account);
        me(pair.access()).then().statusCode(200).body("username", equalTo(account.username()));
        patchMe(pair.access(), "{\"display_name\": \"New\"}").then().statusCode(200);
        me(pair.access()).then().body("display_name", equalTo("New"));
    }
}
