package com.tasktracker.kit.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a follower and its source and hands on every answer in one of the ways in which an answer can go
/// wrong, in turn, and every seventh as it is.
final class UnreliableSource implements AutoCloseable {

    private static final List<String> PASSED_ON = List.of("Feed-Epoch", "Feed-Head", "Feed-Next", "Content-Type");

    private final String source;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger count = new AtomicInteger();
    private final List<HttpResponse<byte[]>> earlier = new ArrayList<>();

    UnreliableSource(String source) throws IOException {
        this.source = source;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int answers() {
        return count.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(source + exchange.getRequestURI()))
                    .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            answer(exchange, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        byte[] body = response.body();
        byte[] half = Arrays.copyOf(body, body.length / 2);
        switch (count.incrementAndGet() % 7) {
            case 1 -> send(exchange, response, response.statusCode(), body.length + 10, body);
            case 2 -> send(exchange, response, response.statusCode(), half.length, half);
            case 3 -> send(exchange, response, 500, 0, new byte[0]);
            case 4 -> {
                byte[] twice = twice(body);
                send(exchange, response, response.statusCode(), twice.length, twice);
            }
            case 5 -> {
                HttpResponse<byte[]> old = earlier.isEmpty() ? response : earlier.getFirst();
                send(exchange, old, old.statusCode(), old.body().length, old.body());
            }
            case 6 -> {
                HttpResponse<byte[]> old = earlier.isEmpty() ? response : earlier.getLast();
                send(exchange, old, old.statusCode(), old.body().length, old.body());
            }
            default -> send(exchange, response, response.statusCode(), body.length, body);
        }
        earlier.add(response);
    }

    private static byte[] twice(byte[] body) {
        String events = new String(body, UTF_8);
        String inner = events.substring(1, events.length() - 1);
        return (inner.isEmpty() ? "[" : "[" + inner + "," + inner + "]").getBytes(UTF_8);
    }

    private static void send(HttpExchange exchange, HttpResponse<byte[]> of, int status, int announced, byte[] body)
            throws IOException {
        PASSED_ON.forEach(name -> of.headers()
                .firstValue(name)
                .ifPresent(value -> exchange.getResponseHeaders().set(name, value)));
        exchange.sendResponseHeaders(status, announced == 0 ? -1 : announced);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
