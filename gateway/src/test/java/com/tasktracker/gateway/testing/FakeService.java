package com.tasktracker.gateway.testing;

import io.vertx.core.Promise;
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
    private static final Buffer HUGE = Buffer.buffer(new byte[30_000_000]);

    private final String name;
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean ready = true;
    private volatile String keySet = "";
    private final Promise<Void> released = Promise.promise();

    public FakeService(Vertx vertx, String name, int port) {
        this.vertx = vertx;
        this.name = name;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setMaxHeaderSize(64 * 1024))
                .connectionHandler(_ -> connections.incrementAndGet())
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

    /// What it says its keys are.
    public void publish(String set) {
        keySet = set;
    }

    /// What it says when it is asked.
    public void ready(boolean now) {
        ready = now;
    }

    /// Lets what it holds back begin.
    public void release() {
        released.tryComplete();
    }

    public int count(String path) {
        return counter(path).get();
    }

    public int connections() {
        return connections.get();
    }

    /// Whether an answer of this path broke off, since nobody took it.
    public boolean isRidOf(String path) {
        return count(path + "-cancelled") > 0;
    }

    /// Whether it was told not to be ready, has said so, and has nothing more to do.
    public boolean isIdle() {
        return count("/told-not-ready") > 1 && underWay.get() == 0;
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String path = java.util.Objects.requireNonNull(request.path());
        String deed = path.substring(path.lastIndexOf('/') + 1);
        if (!deed.equals("count")) {
            counter(path).incrementAndGet();
        }
        underWay.incrementAndGet();
        response.endHandler(_ -> underWay.decrementAndGet());
        switch (deed) {
            case "count" ->
                response.end(Integer.toString(
                        counter(path.substring(0, path.length() - 6)).get()));
            case "hang" ->
                response.closeHandler(_ -> counter(path + "-cancelled").incrementAndGet());
            case "break" -> request.connection().close();
            case "break-once" -> {
                if (counter(path).get() == 1) {
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
            case "bare-405" ->
                response.setStatusCode(405).putHeader("allow", "GET").end("no");
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
            case "held-events" ->
                released.future()
                        .onSuccess(_ -> response.setChunked(true)
                                .putHeader("content-type", "text/event-stream")
                                .write("id: 1\n\n"));
            case "silent-events" -> {
                response.setChunked(true).putHeader("content-type", "text/event-stream");
                response.write("id: 1\n\n");
                response.closeHandler(_ -> counter(path + "-cancelled").incrementAndGet());
            }
            case "events" -> {
                response.setChunked(true).putHeader("content-type", "text/event-stream");
                response.write("id: 1\n\n");
                vertx.setPeriodic(20, timer -> {
                    if (response.closed()) {
                        vertx.cancelTimer(timer);
                    } else {
                        response.write("data: more\n\n");
                    }
                });
                response.closeHandler(_ -> counter(path + "-cancelled").incrementAndGet());
            }
            case "pieces" -> {
                request.handler(piece -> counter(path + "-arrived").addAndGet(piece.length()));
                request.endHandler(_ -> response.end());
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
                        .end("{\"type\":\"/problems/unauthenticated\",\"status\":401}");
            case "big" -> response.putHeader("content-length", "5000000").end(Buffer.buffer(new byte[5_000_000]));

            case "huge" ->
                response.putHeader("content-length", Integer.toString(HUGE.length()))
                        .end(HUGE)
                        .onFailure(_ -> counter(path + "-cancelled").incrementAndGet());
            case "slow" -> request.bodyHandler(_ -> vertx.setTimer(20, _ -> response.end()));
            case "ready" -> {
                if (!ready) {
                    counter("/told-not-ready").incrementAndGet();
                }
                response.setStatusCode(ready ? 200 : 503).end();
            }
            case "jwks.json" -> {
                if (keySet.isEmpty()) {
                    echo(request, Buffer.buffer());
                } else {
                    response.end(keySet);
                }
            }
            default ->
                request.bodyHandler(body -> {
                    counter(path + "/answered").incrementAndGet();
                    echo(request, body);
                });
        }
    }

    private AtomicInteger counter(String path) {
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
