package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.settings.LaunchFailure;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The services start in any order, each alone; whether they are ready they say themselves.
class ColdStartTest {

    @Test
    @Tag("slow")
    void eachStartsAloneAndIsReadyWhenItHasHeardFromTheOthers() throws Exception {
        try (Suite suite = Suite.ofServices();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            suite.startAlone(Map.of(), "postgres", "redis", "mail-sink");
            identityServesAlone(suite);
            List<Future<?>> starts = new ArrayList<>();

            starts.add(start(suite, threads, "task-service"));
            awaitFeeds(suite, "TASK_PORT", "stale", "stale");
            starts.add(start(suite, threads, "team-service"));
            awaitFeeds(suite, "TEAM_PORT", "stale", null);
            // What the team service publishes is served before it is ready itself.
            awaitFeeds(suite, "TASK_PORT", "stale", "current");

            starts.add(start(suite, threads, "identity-service"));
            awaitFeeds(suite, "IDENTITY_PORT", null, "current");
            awaitFeeds(suite, "TEAM_PORT", "current", null);
            awaitFeeds(suite, "TASK_PORT", "current", "current");
            for (Future<?> start : starts) {
                start.get();
            }
            suite.startAlone(Map.of(), "gateway");
            assertThat(Scene.in(suite).readTask()).isEqualTo(200);
        }
    }

    private static void identityServesAlone(Suite suite) throws LaunchFailure {
        try (Run run = suite.startAlone(Map.of(), "identity-service")) {
            assertThat(run.isStopping()).isFalse();
            Api identity = Api.at(URI.create("http://127.0.0.1:" + suite.port("IDENTITY_PORT")));
            identity.register("early.bird");
            identity.login("early.bird").get("/users/me").expect(200);
        }
    }

    private static Future<?> start(Suite suite, ExecutorService threads, String name) {
        return threads.submit(() -> {
            try {
                suite.startAlone(Map.of(), name);
            } catch (LaunchFailure e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /// @param people how the service says it stands to that feed, `null` where it does not follow it
    private static void awaitFeeds(Suite suite, String port, @Nullable String people, @Nullable String teams)
            throws Exception {
        Api service = Api.at(URI.create("http://127.0.0.1:" + suite.port(port)));
        Suite.await(port + ": people are " + people + ", teams " + teams, () -> {
            Api.Answer answer;
            try {
                answer = service.get("/q/health/ready");
            } catch (UncheckedIOException e) {
                return false;
            }
            for (JsonNode check : answer.body().path("checks")) {
                if (check.path("name").asText().equals("feeds")) {
                    boolean isReady =
                            !"stale".equals(people) && !("stale".equals(teams) && !port.equals("IDENTITY_PORT"));
                    return says(check, "people", people)
                            && says(check, "teams", teams)
                            && answer.status() == (isReady ? 200 : 503);
                }
            }
            return false;
        });
    }

    private static boolean says(JsonNode check, String feed, @Nullable String state) {
        return state == null || check.path("data").path(feed).asText().equals(state);
    }
}
