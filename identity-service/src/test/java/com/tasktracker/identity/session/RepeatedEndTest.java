package com.tasktracker.identity.session;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.post;
import static com.tasktracker.identity.Api.register;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.MovableClock;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What was ended while a service could not be told is not called ended by a second request that finds nothing to do.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class RepeatedEndTest {

    @Inject
    Sql sql;

    /// Seen not long ago, so that it counts, but not so lately that it is waited for.
    @BeforeEach
    void aServiceFallsBehind() {
        sql.update("INSERT INTO feed_follower (name, acknowledged, seen_at)"
                + " VALUES ('task-service', 0, clock_timestamp() - interval '1 minute')");
    }

    @AfterEach
    void itIsGone() {
        sql.update("DELETE FROM feed_follower");
    }

    private static void assertPropagating(Response response) {
        String time = response.then()
                .statusCode(202)
                .body("status", equalTo("propagating"))
                .extract()
                .path("in_force_by");
        assertThat(Instant.parse(time)).isAfter(Instant.now());
    }

    private static Response logout(Pair pair) {
        return post("/auth/logout", "{\"refresh_token\": \"" + pair.refresh() + "\"}");
    }

    @Test
    void aSecondLogoutIsNotInForceEitherUntilTheServiceHasHeardOfIt() {
        Pair pair = login(register());
        assertPropagating(logout(pair));
        assertPropagating(logout(pair));
        itIsGone();
        logout(pair).then().statusCode(204);
    }

    @Test
    void whatEndsAllSessionsSpeaksForThoseThatEndedJustBeforeToo() {
        Account account = register();
        Pair other = login(account);
        Pair own = login(account);
        assertPropagating(logout(other));
        assertPropagating(as(own.access())
                .body("{\"current_password\": \"%s\", \"new_password\": \"%s\"}"
                        .formatted(PASSWORD, "nine purple elephants on a ladder"))
                .post("/auth/password/change"));
    }

    @Test
    void aSessionWhoseTokensHaveExpiredIsToldToNobody() {
        Pair pair = login(register());
        assertPropagating(logout(pair));
        MovableClock.advance(Duration.ofMinutes(6));
        logout(pair).then().statusCode(204);
    }
}
