package com.tasktracker.kit.feed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Stands between a follower and its source, and has a say in how each answer is handed on. It lets no read wait longer
/// than 100 ms.
final class SourceBetween implements AutoCloseable {

    private static final List<String> PASSED_ON = List.of("Feed-Epoch", "Feed-Head", "Feed-Next", "Content-Type");

    /// Hands on an answer, by [#send] or not at all.
    @FunctionalInterface
    interface Handing {
        void hand(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException;
    }

    private final String source;
    private final Handing handing;
    private final ClassLoader classes = Thread.currentThread().getContextClassLoader();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    SourceBetween(String source, Handing handing) throws IOException {
        this.source = source;
        this.handing = handing;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        // What the test does when it is asked needs the test's classes, which the server's threads do not have.
        Thread.currentThread().setContextClassLoader(classes);
        try (exchange) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(source + inATrice(exchange.getRequestURI())))
                    .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                    .build();
            handing.hand(exchange, client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String inATrice(URI asked) {
        return asked.toString().replaceAll("timeout=\\d+", "timeout=100");
    }

    static void send(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        send(exchange, response, response.statusCode(), response.body().length, response.body());
    }

    /// Sends what need not be what `response` says.
    ///
    /// @param length that is announced, 0 for no body
    static void send(HttpExchange exchange, HttpResponse<byte[]> response, int status, int length, byte[] body)
            throws IOException {
        PASSED_ON.forEach(name -> response.headers()
                .firstValue(name)
                .ifPresent(value -> exchange.getResponseHeaders().set(name, value)));
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
