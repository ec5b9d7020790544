package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.Api.Answer;
import com.tasktracker.local.process.Signal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A service that cannot be told in time that a session has ended: the answer says so, and by when it is true there.
@Tag("slow")
class UntoldServiceTest {

    private static final Duration BOUND = Duration.ofSeconds(8);
    private static final Suite SUITE = UncountedSuite.uncounted().set("FEEDS_MAX_STALENESS", "8s");

    @BeforeAll
    static void start() throws Exception {
        SUITE.start();
    }

    @AfterAll
    static void end() {
        SUITE.close();
    }

    @Test
    void anEndThatAServiceCouldNotBeToldIsA202AndInForceThereWhenItSays() throws Exception {
        Api identity = Api.direct(SUITE, "IDENTITY_PORT");
        Api task = Api.direct(SUITE, "TASK_PORT");
        identity.register("untold.ada");
        JsonNode pair = identity.post(
                        "/auth/login", Api.object().put("login", "untold.ada").put("password", Api.PASSWORD))
                .expect(200)
                .body();
        String access = pair.path("access_token").asText();
        task.as(access).get("/tasks").expect(200);
        SUITE.signal("task-service", Signal.STOP);
        try {
            Instant inForceBy = inForceBy(logout(identity, pair));
            Api.direct(SUITE, "TEAM_PORT").as(access).get("/teams").expect(401);
            assertThat(inForceBy(logout(identity, pair)))
                    .as("asked again, it is no more in force")
                    .isAfter(Instant.now().minus(BOUND));
            Suite.await("it is in force", () -> Instant.now().isAfter(inForceBy));
        } finally {
            SUITE.signal("task-service", Signal.CONT);
        }
        // Stale at first, and then told: it never takes the token again.
        assertThat(task.as(access).get("/tasks").status()).isIn(401, 503);
        Suite.await("it has caught up", () -> task.as(access).get("/tasks").status() == 401);
        logout(identity, pair).expect(204);
    }

    private static Answer logout(Api identity, JsonNode pair) {
        return identity.post(
                "/auth/logout",
                Api.object().put("refresh_token", pair.path("refresh_token").asText()));
    }

    private static Instant inForceBy(Answer answer) {
        JsonNode body = answer.expect(202).body();
        assertThat(body.path("status").asText()).isEqualTo("propagating");
        Instant time = Instant.parse(body.path("in_force_by").asText());
        assertThat(time).isBefore(Instant.now().plus(BOUND));
        return time;
    }
}
