package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.RawClient;
import com.tasktracker.gateway.testing.Tokens;
import com.tasktracker.gateway.testing.Wait;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Event streams are requests that last: what they hold is kept from others, and from those who hold much of it.
class StreamsTest {
    private static final String EVENTS = "/boards/1/events";

    private final Vertx vertx = Vertx.vertx();
    private final Tokens tokens = new Tokens("key-1");
    private final FakeService identity = new FakeService(vertx, "identity", 0);
    private final FakeService task = new FakeService(vertx, "task", 0);
    private final Map<String, String> settings = new HashMap<>();
    private final List<RawClient> open = new ArrayList<>();

    @BeforeEach
    void publish() {
        identity.publish(tokens.keySet());
        settings.putAll(Map.of("IDENTITY_URL", identity.url(), "TASK_URL", task.url(), "TRUSTED_PROXIES", "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        open.forEach(RawClient::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void userHasSoManyAtATimeWhateverTheTokenAndTheAddress() throws Exception {
        settings.put("EVENT_STREAMS_PER_USER", "3");
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 3)
                    .forEach(i -> assertThat(follow(gateway, tokens.of("alice"), "9.9.9." + i))
                            .isEqualTo(200));

            HttpResponse<String> refused = client.get(EVENTS, "Authorization", tokens.of("alice"));

            assertThat(problem(refused, 429, "rate-limited").getString("detail"))
                    .contains("3 event streams");
            assertThat(refused.headers().firstValue("retry-after")).hasValue("10");
            assertThat(follow(gateway, tokens.of("bob"), "9.9.9.1")).isEqualTo(200);
            assertThat(client.get("/boards/1", "Authorization", tokens.of("alice"))
                            .statusCode())
                    .isEqualTo(200);
            open.getFirst().close();
            Wait.until(() -> follow(gateway, tokens.of("alice"), "9.9.9.9") == 200);
        }
    }

    @Test
    void addressHasSoManyWhereNoTokenVerifies() throws Exception {
        settings.put("EVENT_STREAMS_PER_ADDRESS", "2");
        try (RunningGateway gateway = start()) {
            assertThat(follow(gateway, "", "2001:db8::1")).isEqualTo(200);
            assertThat(follow(gateway, "Bearer made-up", "2001:db8::2")).isEqualTo(200);

            assertThat(follow(gateway, "Bearer another", "2001:db8::3")).isEqualTo(429);
            assertThat(follow(gateway, "", "2001:db8:0:1::1")).isEqualTo(200);
            assertThat(follow(gateway, tokens.of("alice"), "2001:db8::1")).isEqualTo(200);
        }
    }

    @Test
    void thoseThatWereRefusedOrAreOverCountNoMore() throws Exception {
        settings.put("EVENT_STREAMS_PER_USER", "1");
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            String alice = tokens.of("alice");
            assertThat(follow(gateway, alice, "9.9.9.9")).isEqualTo(200);
            IntStream.range(0, 10)
                    .forEach(_ -> problem(client.get(EVENTS, "Authorization", alice), 429, "rate-limited"));
            open.getFirst().close();

            Wait.until(() -> follow(gateway, alice, "9.9.9.9") == 200);
            open.getLast().close();
            task.stop();
            Wait.until(() -> client.get(EVENTS, "Authorization", alice).statusCode() == 503);
            problem(client.get(EVENTS, "Authorization", alice), 503, "unavailable");
        }
    }

    @Test
    void zeroIsNoLimit() throws Exception {
        settings.put("EVENT_STREAMS_PER_ADDRESS", "0");
        try (RunningGateway gateway = start()) {
            IntStream.range(0, 150)
                    .forEach(_ -> assertThat(follow(gateway, "", "9.9.9.9")).isEqualTo(200));
        }
    }

    @Test
    void streamsLeaveTheConnectionsOfAllOtherRequestsAlone() throws Exception {
        settings.put("gateway.connections-per-replica", "1");
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 30)
                    .forEach(_ -> assertThat(follow(gateway, "", "9.9.9.9")).isEqualTo(200));

            IntStream.range(0, 10)
                    .forEach(
                            _ -> assertThat(client.get("/tasks/1").statusCode()).isEqualTo(200));
        }
    }

    /// Whoever could choose would not be held to the number of connections.
    @Test
    void requestIsAStreamByItsRouteAndNotByWhatItSays() throws Exception {
        settings.putAll(Map.of("gateway.connections-per-replica", "1", "gateway.connect-timeout", "100ms"));
        settings.put("gateway.answer-timeout", "1h");
        try (RunningGateway gateway = start()) {
            String[] paths = {"/boards/hang", "/boards/hang?x=/events", "/boards/hang/events/hang"};
            for (String path : paths) {
                int loops = Runtime.getRuntime().availableProcessors();
                for (int i = 0; i < 2 * loops; i++) {
                    send(gateway, path, "Accept: text/event-stream\n");
                }
            }

            // Of those that have no connection none can do without.
            Wait.until(() -> open.stream().anyMatch(client -> client.isThere()));
            open.stream()
                    .filter(RawClient::isThere)
                    .findAny()
                    .orElseThrow()
                    .read()
                    .problem(503, "unavailable");
            assertThat(task.connections())
                    .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() + 1);
        }
    }

    private int follow(RunningGateway gateway, String authorization, String address) {
        String fields = "X-Forwarded-For: " + address + "\n"
                + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\n");
        return send(gateway, EVENTS, fields).status();
    }

    private RawClient send(RunningGateway gateway, String path, String fields) {
        RawClient raw = new RawClient(gateway.port());
        open.add(raw);
        return raw.send("GET " + path + " HTTP/1.1\nHost: a\n" + fields + "\n");
    }

    /// Starts one, and waits until it has the keys.
    private RunningGateway start() throws Exception {
        RunningGateway gateway = new RunningGateway(settings);
        try (Client client = new Client(gateway.port())) {
            Wait.until(() -> client.get("/tasks", "Authorization", tokens.of("nobody"))
                    .headers()
                    .firstValue("ratelimit-policy")
                    .orElse("")
                    .startsWith("\"user\""));
        }
        return gateway;
    }
}
