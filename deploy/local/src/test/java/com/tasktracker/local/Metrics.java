package com.tasktracker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// What a service says of itself at `/q/metrics`.
record Metrics(String text) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /// @param port the variable that names the service's port
    static Metrics of(Suite suite, String port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + suite.port(port) + "/q/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return new Metrics(
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The value of the metric that carries all these labels; -1 where there is none.
    double value(String name, String... labels) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> {
                    for (String label : labels) {
                        if (!line.contains(label)) {
                            return false;
                        }
                    }
                    return true;
                })
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(-1);
    }
}
