package com.tasktracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.RawClient;
import com.tasktracker.gateway.testing.Wait;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients that take their time, by accident or on purpose: each keeps a connection to a replica waiting.
class SlowClientTest {
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private final Vertx vertx = Vertx.vertx();
    private final FakeService task = new FakeService(vertx, "task", 0);
    private final Map<String, String> settings = new HashMap<>();
    private final List<RawClient> slow = new ArrayList<>();

    @BeforeEach
    void set() {
        settings.putAll(Map.of("TASK_URL", task.url(), "TRUSTED_PROXIES", "127.0.0.1"));
        settings.putAll(Map.of("gateway.client-timeout", "1h", "gateway.body-timeout", "1h"));
    }

    @AfterEach
    void stop() {
        slow.forEach(RawClient::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void bodyThatComesSlowlyHasItsTimeInAllToo() throws Exception {
        settings.put("gateway.body-timeout", "1s");
        try (RunningGateway gateway = new RunningGateway(settings);
                RawClient raw = new RawClient(gateway.port())) {
            raw.send("POST /tasks HTTP/1.1\nHost: a\nContent-Length: 1000000\n\n");

            Wait.until(() -> raw.send("x").isThere());

            raw.read().problem(400, "malformed-request");
            assertThat(raw.readToEnd()).isEmpty();
            assertThat(task.count("/tasks/answered")).isZero();
        }
    }

    @Test
    void answerThatIsReadSlowlyHasItsTimeInAllToo() throws Exception {
        settings.put("gateway.body-timeout", "1s");
        try (RunningGateway gateway = new RunningGateway(settings);
                RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /tasks/huge HTTP/1.1\nHost: a\n\n");
            Wait.until(() -> raw.isThere() && task.isRidOf("/tasks/huge"));

            assertThat(raw.readToEnd().length()).isLessThan(30_000_000);
        }
    }

    @Test
    void oneClientsSlowBodiesLeaveConnectionsToTheOthers() throws Exception {
        try (RunningGateway gateway = crowded();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 8 * LOOPS).forEach(_ -> send(gateway, "POST /tasks", "Content-Length: 10\n"));

            Wait.until(() -> slow.stream().anyMatch(RawClient::isThere));
            Wait.until(() -> isServed(client));

            IntStream.range(0, 20).forEach(_ -> assertThat(isServed(client)).isTrue());
            long refused = slow.stream().filter(RawClient::isThere).count();
            assertThat(refused).isGreaterThanOrEqualTo(6L * LOOPS);
            assertThat(slow.stream()
                            .filter(RawClient::isThere)
                            .map(raw -> raw.read().status()))
                    .contains(429)
                    .isSubsetOf(429, 503);
        }
    }

    @Test
    void answersThatOneClientDoesNotReadLeaveConnectionsToTheOthers() throws Exception {
        try (RunningGateway gateway = crowded();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 8 * LOOPS).forEach(_ -> send(gateway, "GET /tasks/huge", ""));

            Wait.until(() -> task.isRidOf("/tasks/huge"));
            Wait.until(() -> isServed(client));

            IntStream.range(0, 20).forEach(_ -> assertThat(isServed(client)).isTrue());
        }
    }

    /// It waits for a while, and is told to come back; the replica is not blamed for it.
    @Test
    void requestThatGetsNoConnectionIsToComeBack() throws Exception {
        settings.putAll(Map.of("gateway.connections-per-replica", "1", "gateway.connect-timeout", "200ms"));
        settings.put("gateway.answer-timeout", "1h");
        try (RunningGateway gateway = new RunningGateway(settings);
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 12 * LOOPS).forEach(_ -> send(gateway, "GET /tasks/hang", ""));

            // Those that are not even let wait, and those that wait in vain.
            Wait.until(() -> slow.stream().filter(RawClient::isThere).count() >= 11L * LOOPS);
            slow.stream().filter(RawClient::isThere).forEach(raw -> {
                RawClient.Answer answer = raw.read();
                answer.problem(503, "unavailable");
                assertThat(answer.field("retry-after")).isEqualTo("1");
            });
            slow.forEach(RawClient::close);
            Wait.until(() -> isServed(client));
            assertThat(isServed(client)).isTrue();
        }
    }

    /// Two connections to the replica for each event loop, of which one client may keep one waiting.
    private RunningGateway crowded() throws Exception {
        settings.put("gateway.connections-per-replica", Integer.toString(2 * LOOPS));
        settings.put("gateway.slow-requests-per-client", "1");
        settings.put("gateway.answer-timeout", "1h");
        return new RunningGateway(settings);
    }

    private void send(RunningGateway gateway, String line, String fields) {
        RawClient raw = new RawClient(gateway.port());
        slow.add(raw);
        raw.send(line + " HTTP/1.1\nHost: a\nX-Forwarded-For: 9.9.9.1\n" + fields + "\n");
    }

    private static boolean isServed(Client client) {
        return client.get("/tasks/1", "X-Forwarded-For", "9.9.9.2").statusCode() == 200;
    }
}
