package com.tasktracker.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A well-behaved client, which lets no refusal pass that is none of the contract.
public final class Client implements AutoCloseable {
    private static final Set<String> DOCUMENTED = documented();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    public Client(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        return send(request(path, headers)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 400 && !response.request().method().equals("HEAD")) {
                assertDocumented(response.headers().firstValue("content-type").orElse(""), response.body());
            }
            return response;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpClient http() {
        return client;
    }

    public static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    /// Checks that a response is a problem, with all that belongs to one.
    public static JsonObject problem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonObject body = json(response);
        assertProblem(body, status, type);
        assertThat(response.headers().allValues("x-request-id")).containsExactly(body.getString("request_id"));
        return body;
    }

    /// What holds for every refusal, whether the gateway or a service made it: docs/errors.md has its type.
    static void assertDocumented(String contentType, String body) {
        assertThat(contentType).as(body).isEqualTo("application/problem+json");
        assertThat(DOCUMENTED).contains(new JsonObject(body).getString("type"));
    }

    private static Set<String> documented() {
        try {
            String page = Files.readString(Path.of(System.getProperty("tasktracker.root"), "docs", "errors.md"));
            return Pattern.compile("(?m)^### ([a-z-]+)$")
                    .matcher(page)
                    .results()
                    .map(section -> "/problems/" + section.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void assertProblem(JsonObject body, int status, String type) {
        assertThat(body.fieldNames())
                .containsAll(Set.of("type", "title", "status", "detail", "instance", "request_id"));
        assertThat(body.getString("type")).isEqualTo("/problems/" + type);
        assertThat(body.getInteger("status")).isEqualTo(status);
        assertThat(body.getString("title")).isNotBlank();
        assertThat(body.getString("detail")).isNotBlank();
        assertThat(body.getString("instance")).startsWith("/");
        assertThat(body.getString("request_id")).matches("[A-Za-z0-9._-]{1,64}");
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
