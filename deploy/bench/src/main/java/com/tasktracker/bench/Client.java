package com.tasktracker.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A user of the API, who fills it before it is measured. Whatever is not answered as expected ends the benchmark.
record Client(HttpClient http, URI gateway, String token) {
    static final String PASSWORD = "plum kettle orbit lantern 42";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    Client register(String username) {
        post(
                "/auth/register",
                object().put("username", username)
                        .put("email", username + "@example.com")
                        .put("password", PASSWORD));
        JsonNode pair = post("/auth/login", object().put("login", username).put("password", PASSWORD));
        return as(pair.path("access_token").asText());
    }

    Client as(String other) {
        return new Client(http, gateway, other);
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(gateway.resolve(path)).GET());
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    JsonNode patch(String path, JsonNode body) {
        return send("PATCH", path, body);
    }

    private JsonNode send(String method, String path, JsonNode body) {
        return send(HttpRequest.newBuilder(gateway.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString())));
    }

    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request = (token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token))
                .timeout(LIMIT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        request.method() + " " + request.uri() + " was answered by " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
