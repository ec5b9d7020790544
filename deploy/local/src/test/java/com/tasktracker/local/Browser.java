package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Chromium that is driven by the WebDriver protocol (W3C), which its driver speaks over HTTP.
final class Browser implements AutoCloseable {

    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final URI base;
    private final String session;

    /// @param folder for the profile
    Browser(Path chromium, Path chromedriver, Path folder) throws Exception {
        int port = Suite.freePort();
        driver = new ProcessBuilder(chromedriver.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        base = URI.create("http://127.0.0.1:" + port);
        Suite.await("the driver listens", this::isListening);
        ObjectNode options = Api.object().put("binary", chromium.toString());
        ArrayNode arguments = options.putArray("args");
        List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--window-size=1280,1600",
                        "--user-data-dir=" + folder)
                .forEach(arguments::add);
        ObjectNode wanted = Api.object();
        ObjectNode always = wanted.putObject("capabilities").putObject("alwaysMatch");
        always.put("browserName", "chrome").set("goog:chromeOptions", options);
        always.putObject("goog:loggingPrefs").put("browser", "ALL");
        session = send("POST", "/session", wanted).path("sessionId").asText();
    }

    /// The program of this name, where there is one.
    static Optional<Path> find(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private boolean isListening() {
        try {
            return send("GET", "/status", null).path("ready").asBoolean();
        } catch (AssertionError _) {
            return false;
        }
    }

    private JsonNode send(String method, String path, @Nullable ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(LIMIT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            JsonNode value = Wire.JSON.readTree(response.body()).path("value");
            if (response.statusCode() >= 400) {
                throw new AssertionError(method + " " + path + ": " + value);
            }
            return value;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void open(URI page) {
        send("POST", "/session/" + session + "/url", Api.object().put("url", page.toString()));
    }

    /// What a script returns.
    JsonNode run(String script) {
        ObjectNode body = Api.object().put("script", script);
        body.putArray("args");
        return send("POST", "/session/" + session + "/execute/sync", body);
    }

    int count(String selector) {
        return run("return document.querySelectorAll(\"" + selector + "\").length")
                .asInt();
    }

    String text(String selector) {
        return run("return Array.from(document.querySelectorAll(\"" + selector
                        + "\")).map(e => e.innerText).join(\"\\n\")")
                .asText();
    }

    private String element(String selector) throws Exception {
        Suite.await("there is " + selector, () -> count(selector) > 0);
        ObjectNode search = Api.object().put("using", "css selector").put("value", selector);
        return "/session/" + session + "/element/"
                + send("POST", "/session/" + session + "/element", search)
                        .path(ELEMENT)
                        .asText();
    }

    void click(String selector) throws Exception {
        send("POST", element(selector) + "/click", Api.object());
    }

    void type(String selector, String text) throws Exception {
        send("POST", element(selector) + "/value", Api.object().put("text", text));
    }

    /// What the browser said to its console since it was asked last.
    JsonNode console() {
        return send("POST", "/session/" + session + "/se/log", Api.object().put("type", "browser"));
    }

    void screenshot(Path file) throws IOException {
        String image = send("GET", "/session/" + session + "/screenshot", null).asText();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(image));
    }

    @Override
    public void close() {
        try {
            send("DELETE", "/session/" + session, null);
        } finally {
            driver.descendants().forEach(ProcessHandle::destroy);
            driver.destroy();
        }
    }
}
