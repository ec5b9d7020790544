package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.Ports;
import com.tasktracker.gateway.testing.TestClock;
import com.tasktracker.gateway.testing.Tokens;
import com.tasktracker.gateway.testing.Wait;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final Tokens tokens = new Tokens("key-1");
    private final FakeService identity = new FakeService(vertx, "identity", 0);
    private final FakeService task = new FakeService(vertx, "task", 0);
    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void publish() {
        identity.publish(tokens.keySet());
        settings.putAll(Map.of(
                "IDENTITY_URL", identity.url(),
                "TASK_URL", task.url(),
                "TRUSTED_PROXIES", "127.0.0.1",
                "RATE_LIMIT_PER_MINUTE", "10",
                "RATE_LIMIT_ANONYMOUS_PER_MINUTE", "5"));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void userIsCountedWhateverTheAddress() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> response = get(client, tokens.of("alice"), "9.9.9." + i);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("ratelimit-policy")).hasValue("\"user\";q=10;w=60");
                assertThat(response.headers().firstValue("ratelimit").orElseThrow())
                        .matches("\"user\";r=" + (9 - i) + ";t=([1-9]|[1-5][0-9]|60)");
            }

            HttpResponse<String> refused = get(client, tokens.of("alice"), "9.9.9.99");

            problem(refused, 429, "rate-limited");
            assertThat(Integer.parseInt(
                            refused.headers().firstValue("retry-after").orElseThrow()))
                    .isBetween(1, 60);
            assertThat(refused.headers().firstValue("ratelimit").orElseThrow()).startsWith("\"user\";r=0;t=");
            assertThat(get(client, tokens.of("bob"), "9.9.9.9").statusCode()).isEqualTo(200);
        }
    }

    /// Most of it is answered by the gateway alone, so that the service has time for the others. What of it reaches the
    /// service is never answered: the others do not wait for it.
    @Test
    void floodOfOneNeitherRefusesNorReachesNorDelaysAnybodyElse() throws Exception {
        settings.put("RATE_LIMIT_PER_MINUTE", "40");
        settings.put("gateway.answer-timeout", "1h");
        try (RunningGateway gateway = start();
                Client flooding = new Client(gateway.port());
                Client other = new Client(gateway.port())) {
            int before = task.count("/tasks");
            String flooder = tokens.of("mallory");
            List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                flood.add(flooding.http()
                        .sendAsync(
                                flooding.request("/tasks/hang", "Authorization", flooder)
                                        .build(),
                                BodyHandlers.ofString()));
                if (i % 50 == 0) {
                    assertThat(get(other, tokens.of("alice"), "9.9.9.9").statusCode())
                            .isEqualTo(200);
                }
            }
            assertThat(get(other, tokens.of("alice"), "9.9.9.9").statusCode()).isEqualTo(200);

            Wait.until(() -> flood.stream().filter(CompletableFuture::isDone).count() == 1_000 - 40);
            for (CompletableFuture<HttpResponse<String>> response : flood) {
                if (response.isDone()) {
                    problem(response.join(), 429, "rate-limited");
                }
            }
            assertThat(task.count("/tasks/hang")).isEqualTo(40);
            assertThat(task.count("/tasks") - before).isEqualTo(20 + 1);
        }
    }

    @Test
    void limitIsOverWithTheMinute() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 5).forEach(_ -> get(client, "", "9.9.9.9"));
            problem(get(client, "", "9.9.9.9"), 429, "rate-limited");

            clock.advance(Duration.ofSeconds(60));

            assertThat(get(client, "", "9.9.9.9").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void addressIsCountedWhereThereIsNoToken() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(client, "", "9.9.9.9").headers().firstValue("ratelimit-policy"))
                        .hasValue("\"address\";q=5;w=60");
            }
            problem(get(client, "", "9.9.9.9"), 429, "rate-limited");
            assertThat(get(client, "", "9.9.9.8").statusCode()).isEqualTo(200);
            // It has a count of its own once it is known.
            assertThat(get(client, tokens.of("alice"), "9.9.9.9").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void wholeNetworkOfOneSubscriberCountsAsOne() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 5).forEach(i -> get(client, "", "2001:db8::" + i));

            problem(get(client, "", "2001:db8::ffff"), 429, "rate-limited");
            assertThat(get(client, "", "2001:db8:0:1::1").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "at+jwt, tasktracker, tasktracker-api, -10",
        "JWT, tasktracker, tasktracker-api, 300",
        "at+jwt, other, tasktracker-api, 300",
        "at+jwt, tasktracker, other, 300"
    })
    void tokenThatIsNoneCountsForItsAddress(String type, String issuer, String audience, int seconds) throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            String token =
                    tokens.of("alice", type, issuer, audience, clock.instant().plusSeconds(seconds));
            IntStream.range(0, 5)
                    .forEach(_ -> assertThat(get(client, token, "9.9.9.9").statusCode())
                            .isEqualTo(200));

            problem(get(client, token, "9.9.9.9"), 429, "rate-limited");
        }
    }

    @Test
    void madeUpTokensCountForTheirAddress() throws Exception {
        Tokens forger = new Tokens("key-1");
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 5)
                    .forEach(i -> assertThat(get(client, forger.of("user" + i), "9.9.9.9")
                                    .headers()
                                    .firstValue("ratelimit-policy"))
                            .hasValue("\"address\";q=5;w=60"));

            problem(get(client, forger.of("yet another"), "9.9.9.9"), 429, "rate-limited");
            problem(get(client, "Bearer nonsense", "9.9.9.9"), 429, "rate-limited");
            problem(get(client, "Bearer " + "x".repeat(5000), "9.9.9.9"), 429, "rate-limited");
        }
    }

    @Test
    void addressWhoseTokensKeepFailingHasThemCheckedNoMore() throws Exception {
        settings.put("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "1000");
        Tokens forger = new Tokens("key-1");
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 60).forEach(i -> get(client, forger.of("user" + i), "9.9.9.9"));

            assertThat(get(client, tokens.of("alice"), "9.9.9.9").headers().firstValue("ratelimit-policy"))
                    .hasValue("\"address\";q=1000;w=60");
            assertThat(get(client, tokens.of("alice"), "9.9.9.8").headers().firstValue("ratelimit-policy"))
                    .hasValue("\"user\";q=10;w=60");
        }
    }

    @Test
    void bodyWaitsUntilTheTokenIsVerified() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            HttpResponse<String> response =
                    client.send("POST", "/tasks", "x".repeat(200_000), "Authorization", tokens.of("alice"));

            assertThat(json(response).getInteger("body_length")).isEqualTo(200_000);
        }
    }

    @Test
    void newKeyIsFoundWithoutARestart() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            Tokens renewed = new Tokens("key-2");
            identity.publish(renewed.keySet());
            AtomicInteger address = new AtomicInteger();

            Wait.until(() -> get(client, renewed.of("user " + address), "9.9." + address.incrementAndGet() + ".9")
                    .headers()
                    .firstValue("ratelimit-policy")
                    .equals(java.util.Optional.of("\"user\";q=10;w=60")));
        }
    }

    @Test
    void freshGatewayKnowsUsersFromTheFirstRequestOn() throws Exception {
        settings.put("IDENTITY_URL", "http://127.0.0.1:" + Ports.free() + "," + identity.url());
        try (RunningGateway gateway = new RunningGateway(settings, clock);
                Client client = new Client(gateway.port())) {
            assertThat(get(client, tokens.of("alice"), "9.9.9.9").headers().firstValue("ratelimit-policy"))
                    .hasValue("\"user\";q=10;w=60");
        }
    }

    @Test
    void keysAreKeptWhileTheIdentityServiceIsDown() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            identity.stop();

            assertThat(get(client, tokens.of("carol"), "9.9.9.9").headers().firstValue("ratelimit-policy"))
                    .hasValue("\"user\";q=10;w=60");
        }
    }

    @Test
    void zeroSwitchesLimitsOff() throws Exception {
        settings.put("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0");
        settings.put("RATE_LIMIT_PER_MINUTE", "0");
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            for (String authorization : new String[] {"", tokens.of("alice")}) {
                for (int i = 0; i < 30; i++) {
                    HttpResponse<String> response = get(client, authorization, "9.9.9.9");
                    assertThat(response.statusCode()).isEqualTo(200);
                    assertThat(response.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
                }
            }
        }
    }

    @Test
    void documentationIsCounted() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> response = client.get("/api/openapi.json", "X-Forwarded-For", "9.9.9.9");
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("ratelimit-policy")).hasValue("\"address\";q=5;w=60");
            }

            problem(client.get("/api/docs", "X-Forwarded-For", "9.9.9.9"), 429, "rate-limited");
            assertThat(client.get("/api/docs", "X-Forwarded-For", "9.9.9.8").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void healthIsNotCounted() throws Exception {
        try (RunningGateway gateway = start();
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 20)
                    .forEach(_ ->
                            assertThat(client.get("/health/ready").statusCode()).isEqualTo(200));
        }
    }

    /// Starts one, and waits until it has the keys.
    private RunningGateway start() throws Exception {
        RunningGateway gateway = new RunningGateway(settings, clock);
        Wait.until(() -> identity.count("/.well-known/jwks.json") > 0);
        try (Client client = new Client(gateway.port())) {
            Wait.until(() -> get(client, tokens.of("nobody " + task.count("/tasks")), "8.8.8.8")
                    .headers()
                    .firstValue("ratelimit-policy")
                    .orElse("\"user\"")
                    .startsWith("\"user\""));
        }
        return gateway;
    }

    private static HttpResponse<String> get(Client client, String authorization, String address) {
        return authorization.isEmpty()
                ? client.get("/tasks", "X-Forwarded-For", address)
                : client.get("/tasks", "X-Forwarded-For", address, "Authorization", authorization);
    }
}
