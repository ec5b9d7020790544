package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Creating requests that are repeated after the service was killed, wherever that met them: between commit and answer
/// too.
@Tag("slow")
class RepeatsTest {

    private static final int CLIENTS = 8;
    private static final int KILLS = 3;
    private static final int BETWEEN_KILLS = 60;

    @Test
    void eachKeyHasCreatedOnceHoweverOftenTheServiceWasKilled() throws Exception {
        try (Suite suite = Suite.ofServices().set("RATE_LIMIT_PER_MINUTE", "0").start()) {
            Api anyone = Api.at(suite.gateway());
            anyone.register("repeater");
            Api api = anyone.login("repeater");
            String team = api.post("/teams", Api.object().put("name", "T"))
                    .expect(201)
                    .id();
            String board = api.post("/boards", Api.object().put("team_id", team).put("name", "B"))
                    .expect(201)
                    .id();

            Map<String, String> answered = createWhileItIsKilled(suite, api, board);
            assertThat(answered).hasSizeGreaterThan(KILLS * BETWEEN_KILLS);

            Map<String, String> repeated = new TreeMap<>();
            for (String key : answered.keySet()) {
                String id = create(api, board, key).expect(201).id();
                repeated.put(key, id);
                String first = Objects.requireNonNull(answered.get(key));
                if (!first.isEmpty()) {
                    assertThat(id).as(key).isEqualTo(first);
                }
            }
            List<JsonNode> tasks = api.all("/tasks?page_size=100&board=" + board);
            Map<String, String> stored = new TreeMap<>();
            tasks.forEach(task ->
                    stored.put(task.path("title").asText(), task.path("id").asText()));
            assertThat(tasks).hasSameSizeAs(stored.keySet());
            assertThat(stored).isEqualTo(repeated);
        }
    }

    /// Key to id; the id is empty where no answer came.
    private static Map<String, String> createWhileItIsKilled(Suite suite, Api api, String board) throws Exception {
        Map<String, String> answered = new ConcurrentHashMap<>();
        AtomicInteger created = new AtomicInteger();
        AtomicInteger keys = new AtomicInteger();
        AtomicInteger rounds = new AtomicInteger();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(executor.submit(() -> {
                    while (rounds.get() <= KILLS) {
                        String key = "key-" + keys.incrementAndGet();
                        String id = attempt(api, board, key);
                        answered.put(key, id);
                        if (id.isEmpty()) {
                            Suite.await("the service is back", () -> isUp(api, board));
                        } else {
                            created.incrementAndGet();
                        }
                    }
                    return client;
                }));
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                int wanted = created.get() + BETWEEN_KILLS;
                Suite.await("tasks are created", () -> created.get() >= wanted);
                suite.kill("task-service");
                suite.startAlone(Map.of(), "task-service");
                rounds.incrementAndGet();
            }
            rounds.incrementAndGet();
            for (Future<?> client : clients) {
                client.get();
            }
        }
        return answered;
    }

    private static String attempt(Api api, String board, String key) {
        try {
            Api.Answer answer = create(api, board, key);
            return answer.status() == 201 ? answer.id() : "";
        } catch (UncheckedIOException e) {
            return "";
        }
    }

    private static boolean isUp(Api api, String board) {
        try {
            return api.get("/boards/" + board).status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static Api.Answer create(Api api, String board, String key) {
        return api.post(
                "/tasks", Api.object().put("board_id", board).put("title", key), Map.of("Idempotency-Key", key));
    }
}
