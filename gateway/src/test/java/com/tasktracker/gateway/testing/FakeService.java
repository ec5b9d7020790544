package com.tasktracker.gateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A service that does what the last segment of the path says, and echoes the request where that is nothing known.
public final class FakeService {
    private final String name;
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final HttpServer server;

    public FakeService(Vertx vertx, String name, int port) {
        this.name = name;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setMaxHeaderSize(64 * 1024))
                .requestHandler(this::handle);
        join(server.listen());
    }

    static <T> T join(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    public int port() {
        return server.actualPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public void stop() {
        join(server.close());
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String path = java.util.Objects.requireNonNull(request.path());
        String deed = path.substring(path.lastIndexOf('/') + 1);
        if (!deed.equals("count")) {
            count(path).incrementAndGet();
        }
        switch (deed) {
            case "count" ->
                response.end(Integer.toString(
                        count(path.substring(0, path.length() - 6)).get()));
            case "hang" -> {}
            case "break" -> request.connection().close();
            case "break-once" -> {
                if (count(path).get() == 1) {
                    request.connection().close();
                } else {
                    echo(request, Buffer.buffer());
                }
            }
            case "break-midway" -> {
                response.putHeader("content-length", "1000").write("half of it");
                request.connection().close();
            }
            case "break-stream" -> {
                response.setChunked(true).write("half of it");
                request.connection().close();
            }
            case "stall" -> response.setChunked(true).write("the beginning");
            case "bare-404" -> response.setStatusCode(404).end("<html>not found</html>");
            case "bare-503" -> response.setStatusCode(503).end();
            case "problem" ->
                response.setStatusCode(422)
                        .putHeader("content-type", "application/problem+json")
                        .end("{\"type\":\"/problems/invalid-reference\",\"status\":422}");
            case "nothing" -> response.setStatusCode(204).end();
            case "unchanged" ->
                response.setStatusCode(304).putHeader("etag", "\"1\"").end();
            case "chunks" -> {
                response.setChunked(true).write("one ");
                response.write("two ");
                response.end("three");
            }
            case "events" -> {
                response.setChunked(true).putHeader("content-type", "text/event-stream");
                response.write("id: 1\n\n");
                request.response().closeHandler(_ -> count("/events-cancelled").incrementAndGet());
            }
            case "own-headers" ->
                response.putHeader("connection", "x-internal")
                        .putHeader("x-internal", "secret")
                        .putHeader("keep-alive", "timeout=5")
                        .putHeader("cache-control", "private, no-cache")
                        .putHeader("x-request-id", "made-by-the-service")
                        .putHeader("server", "Fake/1.0")
                        .end("{}");
            case "early-refusal" ->
                response.setStatusCode(401)
                        .putHeader("content-type", "application/problem+json")
                        .end("{\"status\":401}");
            case "big" -> response.putHeader("content-length", "5000000").end(Buffer.buffer(new byte[5_000_000]));

            case "ready" -> response.end("{\"status\":\"UP\"}");
            default ->
                request.bodyHandler(body -> {
                    count(path + "/answered").incrementAndGet();
                    echo(request, body);
                });
        }
    }

    private AtomicInteger count(String path) {
        return counts.computeIfAbsent(path, _ -> new AtomicInteger());
    }

    private void echo(HttpServerRequest request, Buffer body) {
        JsonObject headers = new JsonObject();
        request.headers()
                .names()
                .forEach(name -> headers.put(
                        name.toLowerCase(java.util.Locale.ROOT),
                        new JsonArray(request.headers().getAll(name))));
        request.response()
                .putHeader("content-type", "application/json")
                .end(new JsonObject()
                        .put("service", name)
                        .put("port", port())
                        .put("method", request.method().name())
                        .put("uri", request.uri())
                        .put("headers", headers)
                        .put("body_length", body.length())
                        .put("body", body.length() > 1000 ? "" : body.toString())
                        .encode());
    }
}
