package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.local.settings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What dashboards, alerts and probes ask the services for, the services have; and their logs tell of what was asked
/// and not what is secret.
class MetricsTest {

    private static final Pattern METRIC = Pattern.compile(
            "\\b((?:gateway|http_server|feeds|agroal|tasktracker|jvm|process|system)_[a-z_0-9]+)\\b(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern KEPT = Pattern.compile("by \\(([^)]*)\\)");
    /// Added by Prometheus to all that it reads.
    private static final Set<String> ADDED = Set.of("job", "instance");
    private static final Pattern PROBE = Pattern.compile("path: (/\\S+)");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /// Counted from the first time that it happens.
    private static final Set<String> SELDOM =
            Set.of("jvm_gc_pause_seconds_sum", "tasktracker_mails_total{outcome=\"failed\"}");

    private static final String MANAGEMENT = Integer.toString(Suite.freePort());
    private static final Suite SUITE = Suite.ofServices();

    @BeforeAll
    static void start() throws Exception {
        SUITE.set("GATEWAY_MANAGEMENT_PORT", MANAGEMENT)
                .set("LOG_FORMAT", "json")
                .start();
    }

    @AfterAll
    static void end() {
        SUITE.close();
    }

    @Test
    void whatIsAskedOfTheServicesIsThere() throws Exception {
        use(SUITE);
        String metrics = "";
        for (String port :
                new String[] {MANAGEMENT, port(SUITE, "IDENTITY"), port(SUITE, "TEAM"), port(SUITE, "TASK")}) {
            metrics += get("http://127.0.0.1:" + port + "/q/metrics", 200);
        }
        List<String> series =
                metrics.lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(asked(SUITE.root()))
                .allSatisfy(question ->
                        assertThat(series).as("what %s asks for", question).anyMatch(question::isAnsweredBy));
        probesAreAnswered(SUITE);
    }

    @Test
    void logsTellOfEachRequestAndHoldNoSecret() throws Exception {
        Confidences confidences = new Confidences(SUITE);
        confidences.entrust();

        Logs logs = new Logs(SUITE.home());
        for (Service service : Service.values()) {
            assertThat(logs.linesThatAreNoJson(service)).as(service.folder()).isEmpty();
        }
        for (Map.Entry<String, Service> request : confidences.requests().entrySet()) {
            String id = request.getKey();
            Suite.await(
                    "the gateway tells of " + id,
                    () -> logs.accesses(Service.GATEWAY).contains(id));
            Suite.await(
                    "the service tells of " + id,
                    () -> logs.accesses(request.getValue()).contains(id));
        }
        assertThat(confidences.secrets()).hasSizeGreaterThan(20).allSatisfy((name, secret) -> {
            assertThat(secret).as(name).hasSizeGreaterThan(9);
            assertThat(logs.thatHold(secret)).as(name).isEmpty();
        });
    }

    /// A login that fails and one that does not, a mail, a cached user.
    private static void use(Suite suite) throws Exception {
        Api anyone = Api.at(suite.gateway());
        anyone.register("metrics.ada");
        anyone.post("/auth/login", Api.object().put("login", "metrics.ada").put("password", "not this one, not that"))
                .expect(401);
        Api ada = anyone.login("metrics.ada");
        ada.get("/users/me").expect(200);
        ada.get("/tasks").expect(200);
        // A publisher looks every 15 s how its followers fare.
        awaitMetric(suite, "feeds_publisher_unacknowledged_events{");
        awaitMetric(suite, "tasktracker_mails_total{");
    }

    private static void awaitMetric(Suite suite, String metric) throws Exception {
        String metrics = "http://127.0.0.1:" + port(suite, "IDENTITY") + "/q/metrics";
        Suite.await("identity-service counts " + metric, () -> get(metrics, 200).contains(metric));
    }

    /// A metric that is asked for.
    ///
    /// @param labels that one of its series must have: `status="5xx"` with that value, `upstream=` with any
    record Question(String metric, Set<String> labels) {

        boolean isAnsweredBy(String series) {
            return series.startsWith(metric + (labels.isEmpty() ? "" : "{"))
                    && labels.stream().allMatch(label -> series.contains("{" + label) || series.contains("," + label));
        }

        @Override
        public String toString() {
            return metric + (labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}");
        }
    }

    private static List<Question> asked(Path root) throws IOException {
        List<Question> asked = new ArrayList<>();
        JsonNode dashboard = new ObjectMapper()
                .readTree(root.resolve("deploy/observability/grafana/dashboards/tasktracker.json")
                        .toFile());
        for (JsonNode expression : dashboard.findValues("expr")) {
            addMetrics(expression.asText(), asked);
        }
        try (Stream<String> lines = Files.lines(root.resolve("deploy/kubernetes/components/monitoring/alerts.yaml"))) {
            lines.filter(line ->
                            line.startsWith("            ") && !line.contains("summary:") && !line.contains("runbook:"))
                    .forEach(line -> addMetrics(line, asked));
        }
        assertThat(asked).hasSizeGreaterThan(30);
        return asked;
    }

    private static void addMetrics(String expression, List<Question> asked) {
        Set<String> kept = new TreeSet<>();
        KEPT.matcher(expression)
                .results()
                .forEach(match -> kept.addAll(List.of(match.group(1).split(", "))));
        kept.removeAll(ADDED);
        METRIC.matcher(expression).results().forEach(match -> {
            Set<String> labels = new TreeSet<>();
            kept.forEach(label -> labels.add(label + "="));
            String chosen = match.group(2) == null ? "" : match.group(2);
            LABEL.matcher(chosen)
                    .results()
                    .forEach(label -> labels.add(
                            label.group(1) + (label.group(2).equals("=") ? "=\"" + label.group(3) + "\"" : "=")));
            asked.add(new Question(match.group(1), labels));
        });
        asked.removeIf(question -> SELDOM.contains(question.toString()) || SELDOM.contains(question.metric()));
    }

    private static void probesAreAnswered(Suite suite) throws IOException {
        Map<String, String> ports = Map.of(
                "gateway", port(suite, "GATEWAY"),
                "identity-service", port(suite, "IDENTITY"),
                "team-service", port(suite, "TEAM"),
                "task-service", port(suite, "TASK"));
        for (var service : ports.entrySet()) {
            String manifest =
                    Files.readString(suite.root().resolve("deploy/kubernetes/base/" + service.getKey() + ".yaml"));
            Set<String> paths = new TreeSet<>();
            PROBE.matcher(manifest).results().map(match -> match.group(1)).forEach(paths::add);
            assertThat(paths).hasSizeGreaterThanOrEqualTo(2);
            for (String path : paths) {
                get("http://127.0.0.1:" + service.getValue() + path, 200);
            }
        }
    }

    private static String port(Suite suite, String service) {
        return Integer.toString(suite.port(service + "_PORT"));
    }

    private static String get(String address, int status) {
        try {
            var response =
                    CLIENT.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(address).isEqualTo(status);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
