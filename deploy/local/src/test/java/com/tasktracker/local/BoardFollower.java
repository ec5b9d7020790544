package com.tasktracker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Follows a board as a page in a browser does: where its stream breaks off, it asks for what came after the last event
/// that it saw.
final class BoardFollower implements AutoCloseable {

    /// One event as it came.
    record Told(long id, String type, String task) {}

    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(100);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI stream;
    private final String token;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final Thread thread;
    private volatile String lastSeen = "";
    private volatile boolean stopped;

    BoardFollower(URI gateway, String board, String token) throws Exception {
        this.stream = gateway.resolve("/boards/" + board + "/events");
        this.token = token;
        this.thread = Thread.ofVirtual().start(this::follow);
        Suite.await("the stream is open", () -> streams.get() > 0);
    }

    private void follow() {
        while (!stopped) {
            try {
                read();
            } catch (IOException | UncheckedIOException _) {
                // Broken off: it is asked for again.
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void read() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stream).header("Authorization", "Bearer " + token);
        if (!lastSeen.isEmpty()) {
            request.header("Last-Event-ID", lastSeen);
        }
        HttpResponse<Stream<String>> response = client.send(request.build(), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
                return;
            }
            if (lastSeen.isEmpty()) {
                lastSeen = response.headers().firstValue("last-event-id").orElseThrow();
            }
            streams.incrementAndGet();
            String[] event = {"", ""};
            lines.forEach(line -> hear(line, event));
        }
    }

    /// @param event the id and the type of the event that is being read
    private void hear(String line, String[] event) {
        if (line.startsWith("id: ")) {
            event[0] = line.substring(4);
        } else if (line.startsWith("event: ")) {
            event[1] = line.substring(7);
        } else if (line.startsWith("data: ") && !event[1].equals("end")) {
            try {
                String task =
                        Wire.JSON.readTree(line.substring(6)).path("task_id").asText();
                told.add(new Told(Long.parseLong(event[0]), event[1], task));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            lastSeen = event[0];
        }
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    /// How often it had to ask.
    int streams() {
        return streams.get();
    }

    @Override
    public void close() {
        stopped = true;
        client.shutdownNow();
        thread.interrupt();
    }
}
