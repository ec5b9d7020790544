package com.tasktracker.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests exactly as a test means them.
record Wire(URI gateway) {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /// A request to be sent, and changed before that.
    record Call(
            String method,
            String path,
            @Nullable String token,
            @Nullable String body,
            Map<String, String> headers) {

        static Call of(String method, String path, @Nullable String token) {
            return new Call(method, path, token, null, Map.of());
        }

        Call with(String type, String text) {
            return new Call(method, path, token, text, headers).header("Content-Type", type);
        }

        Call header(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(name, value);
            return new Call(method, path, token, body, all);
        }

        Call method(String other) {
            return new Call(other, path, token, body, headers);
        }

        Call path(String other) {
            return new Call(method, other, token, body, headers);
        }

        /// With another segment in its path, of which the first is that before the first slash.
        Call segment(int index, String other) {
            String[] segments = path.split("/", -1);
            segments[index] = other;
            return path(String.join("/", segments));
        }

        /// The body, which is an object.
        ObjectNode object() {
            try {
                return (ObjectNode) JSON.readTree(String.valueOf(body));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        Call token(@Nullable String other) {
            return new Call(method, path, other, body, headers);
        }
    }

    /// An answer; its body as JSON is missing where it is none.
    record Reply(Call call, int status, HttpHeaders headers, String text) {

        JsonNode json() {
            try {
                return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
            } catch (JsonProcessingException _) {
                return JSON.missingNode();
            }
        }

        String type() {
            return headers.firstValue("content-type").orElse("");
        }

        @Override
        public String toString() {
            String body = call.body == null ? "" : call.body.length() > 300 ? call.body.substring(0, 300) : call.body;
            return call.method + " " + call.path + " " + body + " -> " + status + " " + text;
        }
    }

    /// Of a stream only the head is read.
    Reply send(Call call, boolean isStream) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + call.path))
                .timeout(LIMIT)
                .method(call.method, call.body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body));
        call.headers.forEach(request::header);
        if (call.token != null) {
            request.header("Authorization", "Bearer " + call.token);
        }
        try {
            HttpResponse<InputStream> response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                String text = isStream && response.statusCode() == 200
                        ? ""
                        : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return new Reply(call, response.statusCode(), response.headers(), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(call.method + " " + call.path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Reply send(Call call) {
        return send(call, false);
    }
}
