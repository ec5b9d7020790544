package com.tasktracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehindProxyTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new RunningGateway(
                Map.of("TASK_URL", new FakeService(VERTX, "task", 0).url(), "TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9.9.9.9 | 9.9.9.9",
                "1.1.1.1, 9.9.9.9 | 9.9.9.9",
                "9.9.9.9, 10.0.0.1 | 9.9.9.9",
                "1.1.1.1, 9.9.9.9:1234, 10.0.0.1, 10.2.3.4 | 9.9.9.9",
                "10.0.0.1, 10.0.0.2 | 10.0.0.1",
                "nonsense, 10.0.0.2 | 10.0.0.2",
                "nonsense | 127.0.0.1",
                "2001:db8::5 | 2001:db8:0:0:0:0:0:5"
            })
    void addressIsTheFirstOneBeyondTheTrustedProxies(String sent, String expected) {
        try (Client client = new Client(gateway.port())) {
            JsonObject seen =
                    Client.json(client.get("/tasks", "X-Forwarded-For", sent)).getJsonObject("headers");

            assertThat(seen.getJsonArray("x-forwarded-for")).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"https, app.example.com, https, app.example.com", "gopher, 'a b', http, 127.0.0.1"})
    void schemeAndHostAreTheProxysIfTheyCanBe(String scheme, String host, String seenScheme, String seenHost) {
        try (Client client = new Client(gateway.port())) {
            JsonObject seen = Client.json(client.get("/tasks", "X-Forwarded-Proto", scheme, "X-Forwarded-Host", host))
                    .getJsonObject("headers");

            assertThat(seen.getJsonArray("x-forwarded-proto")).containsExactly(seenScheme);
            assertThat(seen.getJsonArray("x-forwarded-host").getString(0)).startsWith(seenHost);
        }
    }
}
