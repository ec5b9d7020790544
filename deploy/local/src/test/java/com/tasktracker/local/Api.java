package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.testing.RefusalRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The API as somebody sees it who has its address, and perhaps an account. Whatever is refused, is refused as the
/// contract has it, or the test fails.
final class Api {

    static final String PASSWORD = "plum kettle orbit lantern 42";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /// An answer with its body read as JSON; an empty one reads as a missing node.
    record Answer(int status, HttpResponse<byte[]> response, JsonNode body) {

        /// The same answer, once it is seen to have this status.
        Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", was " + status + " for "
                        + response.request().method() + " " + response.request().uri() + ": " + body);
            }
            return this;
        }

        String id() {
            return body.path("id").asText();
        }
    }

    private final URI gateway;
    private final @Nullable String token;

    private Api(URI gateway, @Nullable String token) {
        this.gateway = gateway;
        this.token = token;
    }

    static Api at(URI gateway) {
        return new Api(gateway, null);
    }

    /// One service, past the gateway, by the variable that has its port: `TASK_PORT`.
    static Api direct(Suite suite, String port) {
        return at(URI.create("http://127.0.0.1:" + suite.port(port)));
    }

    /// The same with an access token.
    Api as(String accessToken) {
        return new Api(gateway, accessToken);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /// Registers an account and answers its id.
    String register(String username) {
        ObjectNode account = object().put("username", username)
                .put("email", username + "@example.com")
                .put("password", PASSWORD);
        return post("/auth/register", account).expect(201).id();
    }

    Api login(String username) {
        Answer answer = post("/auth/login", object().put("login", username).put("password", PASSWORD));
        return new Api(gateway, answer.expect(200).body().path("access_token").asText());
    }

    /// The access token; there is none before somebody has logged in.
    String token() {
        return Objects.requireNonNull(token);
    }

    /// Founds a team, and answers its id.
    String team(String name) {
        return post("/teams", object().put("name", name)).expect(201).id();
    }

    /// Creates a board, and answers its id.
    String board(String team, String name) {
        return post("/boards", object().put("team_id", team).put("name", name))
                .expect(201)
                .id();
    }

    Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    /// With more header fields; what they name may be sent twice.
    Answer get(String path, Map<String, String> headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, JsonNode body) {
        return send("POST", path, body, Map.of());
    }

    Answer post(String path, JsonNode body, Map<String, String> headers) {
        return send("POST", path, body, headers);
    }

    Answer patch(String path, JsonNode body) {
        return send("PATCH", path, body, Map.of());
    }

    Answer delete(String path) {
        return send("DELETE", path, null, Map.of());
    }

    /// All rows of a list, walked page by page.
    List<JsonNode> all(String path) {
        List<JsonNode> rows = new ArrayList<>();
        String next = path;
        while (next != null) {
            JsonNode page = get(next).expect(200).body();
            page.path("results").forEach(rows::add);
            next = page.path("next").isTextual() ? page.path("next").asText() : null;
        }
        return rows;
    }

    private Answer send(String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(LIMIT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            RefusalRules.ofProject()
                    .check(
                            method,
                            path,
                            response.statusCode(),
                            response.headers().firstValue("Content-Type").orElse(""),
                            response.headers().firstValue("X-Request-Id").orElse(""),
                            new String(response.body(), StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response, parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(byte[] body) throws IOException {
        return body.length == 0 ? JSON.missingNode() : JSON.readTree(new String(body, StandardCharsets.UTF_8));
    }
}
