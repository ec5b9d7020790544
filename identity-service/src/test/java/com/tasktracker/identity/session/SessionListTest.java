package com.tasktracker.identity.session;

import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class SessionListTest {

    @Inject
    Sql sql;

    @Inject
    Clock clock;

    @Test
    void theCallerSeesTheirSessionsNewestFirst() {
        Account account = register();
        login(account);
        Pair second = login(account);
        as(second.access())
                .header("User-Agent", "a browser")
                .queryParam("include_count", "true")
                .get("/auth/sessions")
                .then()
                .statusCode(200)
                .body("results", hasSize(2))
                .body("results[0].current", equalTo(true))
                .body("results[1].current", equalTo(false))
                .body("results.ip", everyItem(notNullValue()))
                .body("results.created_at", everyItem(notNullValue()))
                .body("results.user_agent", everyItem(notNullValue()))
                .body("results[0].last_used_at", notNullValue())
                .body("count", equalTo(2))
                .body("count_is_exact", equalTo(true))
                .body("next", nullValue());
        String next = as(second.access())
                .queryParam("page_size", 1)
                .get("/auth/sessions")
                .then()
                .body("results", hasSize(1))
                .extract()
                .path("next");
        as(second.access()).urlEncodingEnabled(false).get(next).then().body("results[0].current", equalTo(false));
    }

    @Test
    void aSessionThatTheCallerEndsIsOver() {
        Account account = register();
        Pair first = login(account);
        Pair second = login(account);
        String id = sessionOf(first);
        as(second.access()).delete("/auth/sessions/" + id).then().statusCode(204);
        me(first.access()).then().statusCode(401).body("type", equalTo("/problems/session-ended"));
        refresh(first.refresh()).then().statusCode(401);
        me(second.access()).then().statusCode(200);
        as(second.access()).delete("/auth/sessions/" + id).then().statusCode(404);
    }

    @Test
    void anotherPersonsSessionIsNotFound() {
        String id = sessionOf(login(register()));
        as(login(register()).access())
                .delete("/auth/sessions/" + id)
                .then()
                .statusCode(404)
                .body("type", equalTo("/problems/not-found"));
    }

    private static String sessionOf(Pair pair) {
        JsonPath list = as(pair.access()).get("/auth/sessions").jsonPath();
        return list.getString("results.find { it.current }.id");
    }

    @Test
    void theOldestSessionEndsWhereThereAreTooMany() {
        Account account = register();
        Pair oldest = login(account);
        Pair older = login(account);
        Instant now = clock.instant();
        sql.update("""
                INSERT INTO session (id, user_id, created_at, last_used_at, expires_at, ip, rotated_at, tokens_until)
                SELECT gen_random_uuid(), ?, ?, ?, ?, '203.0.113.1', ?, ? FROM generate_series(1, 998)""", account.id(), now, now, now.plus(Duration.ofDays(30)), now, now);
        Pair newest = login(account);
        me(oldest.access()).then().statusCode(401).body("type", equalTo("/problems/session-ended"));
        refresh(oldest.refresh()).then().statusCode(401);
        me(older.access()).then().statusCode(200);
        as(newest.access()).get("/auth/sessions?include_count=true").then().body("count", equalTo(1_000));
    }

    @Test
    void loggingOutEverywhereEndsAllSessions() {
        Account account = register();
        Pair first = login(account);
        Pair second = login(account);
        as(second.access()).contentType("").post("/auth/logout-all").then().statusCode(204);
        me(first.access()).then().statusCode(401);
        me(second.access()).then().statusCode(401);
        as(second.access())
                .get("/auth/sessions")
                .then()
                .statusCode(401)
                .body("type", equalTo("/problems/session-ended"));
        as(second.access()).contentType("").post("/auth/logout-all").then().statusCode(401);
        login(account);
    }
}
