package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeServices;
import com.tasktracker.gateway.testing.RawClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class HygieneTest {
    @Inject
    Gateway gateway;

    private Client client;

    @BeforeEach
    void connect() {
        client = new Client(gateway.port());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void whatAClientSaysOfItselfDoesNotReachTheService() {
        try (RawClient raw = new RawClient(gateway.port())) {
            JsonObject seen = raw.send("""
                            GET /tasks HTTP/1.1
                            Host: evil.example
                            X-Forwarded-For: 1.2.3.4
                            X-Forwarded-Proto: https
                            X-Forwarded-Host: other
                            X-Forwarded-Prefix: /x
                            Forwarded: for=1.2.3.4
                            X-Real-IP: 1.2.3.4
                            X-User-Id: root
                            x-user-ROLES: admin
                            X-Original-URL: /internal
                            Via: 1.1 x
                            X-HTTP-Method-Override: DELETE
                            X-Mine: stays

                            """).read().json().getJsonObject("headers");

            assertThat(seen.fieldNames())
                    .containsExactlyInAnyOrder(
                            "host",
                            "x-mine",
                            "x-request-id",
                            "traceparent",
                            "x-forwarded-for",
                            "x-forwarded-proto",
                            "x-forwarded-host");
            assertThat(seen.getJsonArray("x-forwarded-for")).containsExactly("127.0.0.1");
            assertThat(seen.getJsonArray("x-forwarded-proto")).containsExactly("http");
            assertThat(seen.getJsonArray("x-forwarded-host")).containsExactly("evil.example");
            assertThat(seen.getJsonArray("host").getString(0)).startsWith("127.0.0.1:");
        }
    }

    @Test
    void whatBelongsToTheConnectionStaysOnIt() {
        try (RawClient raw = new RawClient(gateway.port())) {
            JsonObject seen = raw.send("""
                            GET /tasks HTTP/1.1
                            Host: a
                            Connection: keep-alive, X-Secret
                            Connection: x-other
                            X-Secret: 1
                            X-Other: 2
                            Keep-Alive: timeout=5
                            TE: trailers
                            Trailer: X
                            Upgrade: h2c
                            HTTP2-Settings: AA
                            Proxy-Authorization: Basic x
                            Proxy-Connection: keep-alive

                            """).read().json().getJsonObject("headers");

            assertThat(seen.fieldNames())
                    .containsExactlyInAnyOrder(
                            "host",
                            "x-request-id",
                            "traceparent",
                            "x-forwarded-for",
                            "x-forwarded-proto",
                            "x-forwarded-host");
        }
    }

    @Test
    void connectionMayNameAFieldAgainAndAgainAndNothingAtAll() {
        try (RawClient raw = new RawClient(gateway.port())) {
            JsonObject seen = raw.send("""
                            GET /tasks HTTP/1.1
                            Host: a
                            X-Secret: 1
                            X-Secret: 2
                            X-Mine: stays
                            Connection: x-secret, X-SECRET,, ,x-secret
                            Connection:
                            Connection: close, x-secret

                            """).read().json().getJsonObject("headers");

            assertThat(seen.fieldNames()).contains("x-mine").doesNotContain("x-secret", "connection");
        }
    }

    @Test
    void connectionMayNameMoreThanThereIs() {
        String names = IntStream.range(0, 2_000).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
        try (RawClient raw = new RawClient(gateway.port())) {
            JsonObject seen = raw.send(
                            "GET /tasks HTTP/1.1\nHost: a\nX1999: 1\nX-Mine: stays\nConnection: " + names + "\n\n")
                    .read()
                    .json()
                    .getJsonObject("headers");

            assertThat(seen.fieldNames()).contains("x-mine").doesNotContain("x1999");
        }
    }

    @Test
    void connectionMayNameNothingThatTheGatewaySets() {
        try (RawClient raw = new RawClient(gateway.port())) {
            JsonObject seen = raw.send("""
                            GET /tasks HTTP/1.1
                            Host: a
                            Connection: x-forwarded-for, x-request-id, authorization
                            Authorization: Bearer x

                            """).read().json().getJsonObject("headers");

            assertThat(seen.fieldNames())
                    .contains("x-forwarded-for", "x-request-id")
                    .doesNotContain("authorization");
        }
    }

    @Test
    void absoluteFormAndForeignHostReachNothingElse() {
        try (RawClient raw = new RawClient(gateway.port())) {
            JsonObject seen = raw.send("GET http://other.example/tasks/1?a=b HTTP/1.1\nHost: other.example\n\n")
                    .read()
                    .json();

            assertThat(seen.getString("uri")).isEqualTo("/tasks/1?a=b");
            raw.send("GET http://localhost/internal/feeds HTTP/1.1\nHost: a\n\n")
                    .read()
                    .problem(404, "not-found");
            raw.send("GET http://localhost HTTP/1.1\nHost: a\n\n").read().problem(400, "malformed-request");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tasks/./1",
                "/tasks//1",
                "/teams/../tasks/1",
                "/%74asks/%31",
                "/tasks/x/../1",
                "//tasks/1",
                "/tasks/%2e/1"
            })
    void normalisedPathIsWhatTheServiceGets(String path) {
        try (RawClient raw = new RawClient(gateway.port())) {
            JsonObject seen = raw.send("GET " + path + "?q=..%2F HTTP/1.1\nHost: a\n\n")
                    .read()
                    .json();

            assertThat(seen.getString("uri")).isEqualTo("/tasks/1?q=..%2F");
            assertThat(seen.getString("service")).isEqualTo("task");
        }
    }

    @Test
    void serviceFieldsOfTheConnectionDoNotReachTheClient() {
        HttpResponse<String> response = client.get("/tasks/own-headers");

        assertThat(response.headers().map())
                .doesNotContainKeys("x-internal", "keep-alive", "server", "connection", "access-control-allow-origin");
        assertThat(response.headers().allValues("x-request-id")).hasSize(1).doesNotContain("made-by-the-service");
    }

    @Test
    void protectingFieldsAreAddedWhereTheServiceGaveNone() {
        HttpResponse<String> bare = client.get("/tasks/1");
        HttpResponse<String> own = client.get("/tasks/own-headers");
        HttpResponse<String> problem = client.get("/nowhere");

        for (HttpResponse<String> response : java.util.List.of(bare, own, problem)) {
            assertThat(response.headers().allValues("strict-transport-security"))
                    .containsExactly("max-age=31536000");
            assertThat(response.headers().allValues("x-content-type-options")).containsExactly("nosniff");
            assertThat(response.headers().allValues("content-security-policy"))
                    .containsExactly("frame-ancestors 'none'");
        }
        assertThat(bare.headers().allValues("cache-control")).containsExactly("no-store");
        assertThat(own.headers().allValues("cache-control")).containsExactly("private, no-cache");
        assertThat(problem.headers().allValues("cache-control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PROPFIND", "get"})
    void unknownMethodIsRefused(String method) {
        try (RawClient raw = new RawClient(gateway.port())) {
            var answer = raw.send(method + " /tasks HTTP/1.1\nHost: a\n\n").read();

            answer.problem(405, "method-not-allowed");
            assertThat(answer.field("allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        }
    }

    @Test
    void tooLongHeadIsRefused() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /tasks HTTP/1.1\nHost: a\nX-A: " + "a".repeat(20_000) + "\n\n")
                    .read()
                    .problem(431, "headers-too-large");
        }
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /tasks/" + "a".repeat(9_000) + " HTTP/1.1\nHost: a\n\n")
                    .read()
                    .problem(431, "headers-too-large");
        }
    }

    @Test
    void clientThatTakesTooLongForItsHeadIsCutOff() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /tasks HTTP/1.1\nHost: a\n");

            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void configuredOriginMayCall() {
        HttpResponse<String> response = client.get("/tasks/1", "Origin", "https://app.example.com");

        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("https://app.example.com");
        assertThat(response.headers()
                        .firstValue("access-control-expose-headers")
                        .orElseThrow())
                .contains("ETag", "X-Request-Id", "Retry-After", "Last-Event-ID");
        assertThat(response.headers().allValues("vary")).contains("Origin");
    }

    @Test
    void preflightOfAConfiguredOriginIsAnswered() {
        HttpResponse<String> response = client.send(
                "OPTIONS", "/tasks/1", "", "Origin", "http://localhost:3000", "Access-Control-Request-Method", "PATCH");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("http://localhost:3000");
        assertThat(response.headers().firstValue("access-control-allow-methods").orElseThrow())
                .contains("PATCH");
        assertThat(response.headers().firstValue("access-control-allow-headers").orElseThrow())
                .contains("Authorization", "If-Match", "Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "https://app.example.com.evil.example", "null", "https://APP.example.com"
            })
    void otherOriginIsNotAllowed(String origin) {
        HttpResponse<String> response =
                client.send("OPTIONS", "/tasks/1", "", "Origin", origin, "Access-Control-Request-Method", "PATCH");

        assertThat(response.headers().map())
                .doesNotContainKeys("access-control-allow-origin", "access-control-allow-methods");
        assertThat(json(response).getString("method")).isEqualTo("OPTIONS");
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /tasks/1 HTTP/1.1\nHost: a\n\nPOST /tasks/2 HTTP/1.1\nHost: a\nContent-Length: 2\n\n{}"
                    + "GET /nowhere HTTP/1.1\nHost: a\n\nGET /teams/3 HTTP/1.1\nHost: a\n\n");

            assertThat(raw.read().json().getString("uri")).isEqualTo("/tasks/1");
            assertThat(raw.read().json().getString("body")).isEqualTo("{}");
            raw.read().problem(404, "not-found");
            assertThat(raw.read().json().getString("uri")).isEqualTo("/teams/3");
        }
    }

    @Test
    void clientThatSendsTooManyAheadIsCutOff() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /tasks/hang HTTP/1.1\nHost: a\n\n".repeat(200));

            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void oldProtocolIsAnsweredAndTheEndOfTheBodyIsTheEndOfTheConnection() {
        try (RawClient raw = new RawClient(gateway.port())) {
            String all = raw.send("GET /tasks/chunks HTTP/1.0\nConnection: keep-alive\n\n")
                    .readToEnd();

            assertThat(all)
                    .startsWith("HTTP/1.0 200")
                    .endsWith("\r\n\r\none two three")
                    .doesNotContain("chunked");
        }
    }

    @Test
    void emptyAuthorizationIsTheServicesToJudge() {
        problem(client.get("/tasks/bare-404", "Authorization", ""), 404, "not-found");
    }
}
