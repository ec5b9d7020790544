package com.tasktracker.kit.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class IdempotencyTest {

    private static final UUID USER = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("01900000-0000-7000-8000-000000000002");

    @Inject
    Sql sql;

    @Inject
    Idempotency idempotency;

    @BeforeEach
    void emptyNotes() {
        sql.update("DELETE FROM note");
        sql.update("DELETE FROM idempotency_key");
        TestTokens.publish(sql);
    }

    private static Response create(UUID user, String key, String title) {
        return given().header("Authorization", TestTokens.bearer(user))
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"title\": \"" + title + "\"}")
                .post("/notes");
    }

    private int notes() {
        return sql.first("SELECT count(*) AS n FROM note", row -> row.number("n"))
                .orElseThrow();
    }

    @Test
    void aRepeatAnswersWhatTheFirstAnsweredAndCreatesNothing() {
        Response first = create(USER, "k1", "one");
        Response again = create(USER, "k1", "one");
        assertThat(first.statusCode()).isEqualTo(201);
        first.then().header("Idempotency-Replayed", nullValue());
        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Location", first.header("Location"))
                .body("id", equalTo(first.path("id")));
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void anotherBodyIsRefusedAndAnotherCallerHasKeysOfTheirOwn() {
        create(USER, "k2", "one");
        create(USER, "k2", "two").then().statusCode(422).body("type", equalTo("/problems/idempotency-key-reused"));
        create(OTHER, "k2", "two").then().statusCode(201).header("Idempotency-Replayed", nullValue());
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void refusalsAreNotKept() {
        create(USER, "k3", "").then().statusCode(400);
        create(USER, "k3", "fine").then().statusCode(201);
    }

    @Test
    void fiftyParallelRepeatsCreateOnce() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                ids.add(executor.submit(() -> {
                    start.await();
                    return create(USER, "k4", "one")
                            .then()
                            .statusCode(201)
                            .extract()
                            .path("id");
                }));
            }
            start.countDown();
            Set<String> different = new HashSet<>();
            for (Future<String> id : ids) {
                different.add(id.get());
            }
            assertThat(different).hasSize(1);
        }
        assertThat(notes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "ü"})
    void aKeyIsVisibleAscii(String key) {
        create(USER, key, "one").then().statusCode(400).body("errors[0].field", equalTo("Idempotency-Key"));
        create(USER, "k".repeat(256), "one").then().statusCode(400);
    }

    @Test
    void aKeyIsForgottenAfterItsRetention() {
        create(USER, "k5", "one");
        Instant longAgo = Instant.now().minus(Duration.ofHours(25)).truncatedTo(ChronoUnit.MICROS);
        sql.update("UPDATE idempotency_key SET created_at = ?", longAgo);
        create(USER, "k5", "two").then().statusCode(201).header("Idempotency-Replayed", nullValue());
        assertThat(notes()).isEqualTo(2);
        sql.update("UPDATE idempotency_key SET created_at = ?", longAgo);
        idempotency.purge();
        assertThat(sql.list("SELECT key FROM idempotency_key", row -> row.text("key")))
                .isEmpty();
    }

    @Test
    void aRepeatOfWhatIsGoneMeanwhileTellsWhatIsLeft() {
        Response first = create(USER, "k6", "one");
        sql.update("DELETE FROM note");
        Response again = create(USER, "k6", "one");
        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Location", endsWith("/notes/" + first.path("id")))
                .contentType("application/json");
        assertThat(again.<Map<String, Object>>path("$")).isEqualTo(Map.of("id", first.path("id")));
        assertThat(notes()).isZero();
    }
}
