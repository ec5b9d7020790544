package com.tasktracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.RawClient;
import com.tasktracker.gateway.testing.Tokens;
import com.tasktracker.gateway.testing.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObserveTest {
    private final Vertx vertx = Vertx.vertx();
    private final Tokens tokens = new Tokens("key-1");
    private final FakeService identity = new FakeService(vertx, "identity", 0);
    private final FakeService task = new FakeService(vertx, "task", 0);
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        identity.publish(tokens.keySet());
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(console);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void requestIsOneLineOfJsonWithoutAnySecret() throws Exception {
        try (RunningGateway gateway = gateway("json");
                Client client = new Client(gateway.port())) {
            Wait.until(() -> identity.count("/.well-known/jwks.json") > 0);
            client.send(
                    "POST",
                    "/tasks/0195d7a0-0000-7000-8000-000000000001/move?token=secret-query",
                    "secret-body",
                    "Authorization",
                    tokens.of("0195d7a0-1111-7000-8000-000000000001"),
                    "X-Request-Id",
                    "seen-1");

            JsonObject line = new JsonObject(lineOf("seen-1"));

            assertThat(line.getString("method")).isEqualTo("POST");
            assertThat(line.getString("route")).isEqualTo("/tasks/{id}/move");
            assertThat(line.getInteger("status")).isEqualTo(200);
            assertThat(line.getDouble("duration_ms")).isPositive();
            assertThat(line.getInteger("bytes")).isPositive();
            assertThat(line.getString("client")).isEqualTo("127.0.0.1");
            assertThat(line.getString("upstream")).isEqualTo("task-service");
            assertThat(line.getString("user_id")).isEqualTo("0195d7a0-1111-7000-8000-000000000001");
            assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("secret", "Bearer", "eyJ");
        }
    }

    @Test
    void requestIsOneLineOfText() throws Exception {
        try (RunningGateway gateway = gateway("text");
                Client client = new Client(gateway.port())) {
            client.get("/tasks/Some%20Secret-42/comments/bare-404", "X-Request-Id", "seen-2");
            client.get("/elsewhere/secret", "X-Request-Id", "seen-3");
            client.get("/tasks/1/secret", "X-Request-Id", "seen-6");
            client.get("/health/live", "X-Request-Id", "seen-7");

            assertThat(lineOf("seen-2"))
                    .matches(
                            ".*Z INFO  \\[access] GET /tasks/\\{id}/comments/\\{comment_id} 404 [0-9]+\\.[0-9]{3} ms [0-9]+ B user=- request=seen-2"
                                    + " client=127\\.0\\.0\\.1 upstream=task-service");
            assertThat(lineOf("seen-3")).contains("GET - 404").doesNotContain("secret");
            assertThat(lineOf("seen-6")).contains("GET - 200").doesNotContain("secret");
            assertThat(lineOf("seen-7")).contains("GET /health/live 200");
        }
    }

    @Test
    void requestWhoseClientLeftHasALineToo() throws Exception {
        try (RunningGateway gateway = gateway("text")) {
            try (RawClient raw = new RawClient(gateway.port())) {
                raw.send("GET /tasks/hang HTTP/1.1\nHost: a\nX-Request-Id: seen-4\n\n");
                Wait.until(() -> task.count("/tasks/hang") == 1);
            }

            assertThat(lineOf("seen-4")).contains("GET /tasks/{id} 499");
        }
    }

    @Test
    void gatewayWithoutAnAccessLogStopsAsAnyOther() throws Exception {
        try (RunningGateway gateway =
                        new RunningGateway(Map.of("TASK_URL", task.url(), "gateway.access-log", "false"));
                Client client = new Client(gateway.port())) {
            client.get("/tasks/1", "X-Request-Id", "seen-5");

            gateway.stop();

            assertThat(linesOf("seen-5")).isEmpty();
        }
    }

    private RunningGateway gateway(String format) throws Exception {
        return new RunningGateway(Map.of("IDENTITY_URL", identity.url(), "TASK_URL", task.url(), "LOG_FORMAT", format));
    }

    private String lineOf(String requestId) {
        Wait.until(() -> !linesOf(requestId).isEmpty());
        assertThat(linesOf(requestId)).hasSize(1);
        return linesOf(requestId).getFirst();
    }

    private List<String> linesOf(String requestId) {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(requestId))
                .toList();
    }
}
