package com.tasktracker.kit.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands on every answer in one of the ways in which an answer can go wrong, in turn, and every seventh as it is.
final class Mishaps implements SourceBetween.Handing {

    private final AtomicInteger count = new AtomicInteger();
    private final List<HttpResponse<byte[]>> earlier = new ArrayList<>();

    int answers() {
        return count.get();
    }

    @Override
    public synchronized void hand(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        byte[] body = response.body();
        byte[] half = Arrays.copyOf(body, body.length / 2);
        byte[] twice = twice(body);
        int status = response.statusCode();
        switch (count.incrementAndGet() % 7) {
            case 1 -> SourceBetween.send(exchange, response, status, body.length + 10, body);
            case 2 -> SourceBetween.send(exchange, response, status, half.length, half);
            case 3 -> SourceBetween.send(exchange, response, 500, 0, new byte[0]);
            case 4 -> SourceBetween.send(exchange, response, status, twice.length, twice);
            case 5 -> SourceBetween.send(exchange, earlier.isEmpty() ? response : earlier.getFirst());
            case 6 -> SourceBetween.send(exchange, earlier.isEmpty() ? response : earlier.getLast());
            default -> SourceBetween.send(exchange, response);
        }
        earlier.add(response);
    }

    private static byte[] twice(byte[] body) {
        String events = new String(body, UTF_8);
        String inner = events.substring(1, events.length() - 1);
        return (inner.isEmpty() ? "[]" : "[" + inner + "," + inner + "]").getBytes(UTF_8);
    }
}
