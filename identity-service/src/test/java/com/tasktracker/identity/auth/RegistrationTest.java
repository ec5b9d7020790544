package com.tasktracker.identity.auth;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.json;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Races.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// Registrations with an `Idempotency-Key`, whose fingerprint must not tell the password.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class RegistrationTest {

    private static final String ANOTHER = "nine purple elephants on a ladder";

    @Inject
    Sql sql;

    private static String newName() {
        return "keyed-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static Response register(String key, String name, String password) {
        return register(key, name, password, "203.0.113." + (name.hashCode() & 0x7F));
    }

    private static Response register(String key, String name, String password, String address) {
        return json().header("Idempotency-Key", key)
                .header("X-Forwarded-For", address)
                .body("{\"username\": \"%1$s\", \"email\": \"%1$s@example.com\", \"password\": \"%2$s\"}"
                        .formatted(name, password))
                .post("/auth/register");
    }

    private static void assertReused(Response response) {
        response.then()
                .statusCode(422)
                .header("Idempotency-Replayed", nullValue())
                .body("type", equalTo("/problems/idempotency-key-reused"));
    }

    private static void assertRepeated(Response response, String id) {
        response.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Location", equalTo("/users/" + id))
                .body("id", equalTo(id));
    }

    private String fingerprint(String key) {
        return sql.first(
                        "SELECT fingerprint FROM idempotency_key WHERE key = ?",
                        row -> HexFormat.of().formatHex(Objects.requireNonNull(row.bytesOrNull("fingerprint"))),
                        key)
                .orElseThrow();
    }

    @Test
    void theSameKeyWithAnotherPasswordIsAnotherRequest() {
        String key = newName();
        String name = newName();
        String id = register(key, name, PASSWORD).path("id");
        assertReused(register(key, name, ANOTHER));
        assertRepeated(register(key, name, PASSWORD), id);
        login(name, ANOTHER).then().statusCode(401);
    }

    @Test
    void ofParallelRequestsWithTwoPasswordsAllWithOneAreAnswered() throws Exception {
        String key = newName();
        String name = newName();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String password = i % 2 == 0 ? PASSWORD : ANOTHER;
            calls.add(() -> register(key, name, password).statusCode());
        }
        List<Integer> answers = atOnce(calls);
        assertThat(answers).containsOnly(201, 422);
        boolean isFirst = login(name, PASSWORD).statusCode() == 200;
        for (int i = 0; i < 8; i++) {
            assertThat(answers.get(i)).isEqualTo((i % 2 == 0) == isFirst ? 201 : 422);
        }
    }

    @Test
    void nothingThatIsKeptOfAKeyDependsOnThePassword() {
        String key = newName();
        String name = newName();
        register(key, name, PASSWORD).then().statusCode(201);
        String first = fingerprint(key);
        Pair pair = Pair.of(login(name, PASSWORD));
        as(pair.access())
                .body("{\"current_password\": \"" + PASSWORD + "\"}")
                .post("/users/me/deletion")
                .then()
                .statusCode(204);
        register(key, name, ANOTHER).then().statusCode(201).header("Idempotency-Replayed", nullValue());
        assertThat(fingerprint(key)).isEqualTo(first);
        assertThat(sql.first(
                        "SELECT answer FROM idempotency_key WHERE key = ? AND answer IS NOT NULL",
                        row -> row.text("answer"),
                        key))
                .isEmpty();
    }

    @Test
    void ofWhoHasAnotherPasswordByNowNothingIsShownButTheId() {
        String key = newName();
        String name = newName();
        String id = register(key, name, PASSWORD).path("id");
        Pair pair = Pair.of(login(name, PASSWORD));
        as(pair.access())
                .body("{\"current_password\": \"%s\", \"new_password\": \"%s\"}".formatted(PASSWORD, ANOTHER))
                .post("/auth/password/change")
                .then()
                .statusCode(204);
        for (String password : List.of(PASSWORD, ANOTHER, "anything that somebody else makes up")) {
            Response repeat = register(key, name, password);
            assertRepeated(repeat, id);
            repeat.then().body("size()", equalTo(1));
        }
    }

    @Test
    void guessingByRepeatsIsStopped() {
        String key = newName();
        String name = newName();
        register(key, name, PASSWORD).then().statusCode(201);
        String elsewhere = "198.51.100.77";
        for (int i = 0; i < 10; i++) {
            assertReused(register(key, name, ANOTHER + i, elsewhere));
        }
        register(key, name, PASSWORD, elsewhere)
                .then()
                .statusCode(429)
                .body("type", equalTo("/problems/rate-limited"))
                .body("detail", not(nullValue()));
    }
}
