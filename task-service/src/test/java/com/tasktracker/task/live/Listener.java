package com.tasktracker.task.live;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Listens to the events of a board, as a client with a fetch stream does.
final class Listener implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// One event as it came.
    record Told(long id, String type, JsonPath data) {}

    private final HttpResponse<InputStream> response;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private volatile @Nullable String end;
    private volatile boolean isOver;

    private Listener(HttpResponse<InputStream> response) {
        this.response = response;
    }

    /// @param lastEventId of the header; `null` for none
    static Listener open(String board, String token, @Nullable Long lastEventId) {
        HttpRequest.Builder request = request("/boards/" + board + "/events", token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId.toString());
        }
        return send(request);
    }

    /// @param path with the query
    static Listener at(String path, String token) {
        return send(request(path, token));
    }

    private static HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
    }

    private static Listener send(HttpRequest.Builder request) {
        try {
            Listener listener = new Listener(CLIENT.send(request.build(), BodyHandlers.ofInputStream()));
            Thread.ofVirtual().start(listener::read);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            String id = "";
            String type = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    hear(id, type, data);
                    data = "";
                }
            }
        } catch (IOException e) {
            // Closed by the one side or the other.
        }
        isOver = true;
    }

    private void hear(String id, String type, String data) {
        if (type.equals("end")) {
            end = data;
        } else {
            told.add(new Told(Long.parseLong(id), type, new JsonPath(data)));
        }
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    int comments() {
        return comments.get();
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    /// The number of the last event, 0 where there was none.
    long last() {
        return told.isEmpty() ? 0 : told.getLast().id();
    }

    /// Waits for so many events, and answers their types.
    List<String> types(int count) {
        eventually(count + " events", () -> told.size() >= count);
        return told.stream().map(Told::type).toList();
    }

    /// Waits until the stream is over, and answers what its `end` event said, empty where there was none.
    String end() {
        eventually("the stream is over", () -> isOver);
        String said = end;
        return said == null ? "" : said;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
