package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A rollout on Kubernetes without Kubernetes: each container of the overlay `production` is started as a process with
/// exactly the variables that it is given there, and with its secrets as files and nowhere else. Only where things are
/// is changed: hosts, ports, and the folder of secrets.
@Tag("slow")
@TestMethodOrder(OrderAnnotation.class)
class RolloutTest {
    private static final Suite SUITE = Suite.ofServices();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    /// As long as the launcher gives a service to start.
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static RenderedOverlay overlay = new RenderedOverlay(List.of());

    private record Started(Service service, Process process, Path log) {}

    @BeforeAll
    static void start() throws Exception {
        overlay = RenderedOverlay.of(SUITE.root(), "production");
        SUITE.startAlone(Map.of(), "postgres", "redis");
    }

    @AfterAll
    static void end() {
        SUITE.close();
    }

    @Test
    @Order(1)
    void aPodDoesNotStartOnASchemaThatIsNotThere() throws Exception {
        for (Started each : look()) {
            assertThat(exitOf(each)).as(each.log().toString()).isNotZero();
            assertThat(each.log()).content().contains("Detected resolved migration not applied to database");
        }
    }

    @Test
    @Order(2)
    void theJobsMigrateAndThePodsSeeIt() throws Exception {
        List<Started> jobs = new ArrayList<>();
        for (Service service : Service.withData()) {
            JsonNode pod = overlay.pod("Job", service.folder() + "-migration");
            jobs.add(run(service, pod, pod.at("/containers/0"), onlyTheDatabase()));
        }
        for (Started job : jobs) {
            assertThat(exitOf(job)).as(Files.readString(job.log())).isZero();
            try (Database owner = Database.as(job.service().schema() + "_owner", SUITE)) {
                assertThat(owner.only("SELECT count(*) FROM flyway_schema_history WHERE success"))
                        .isEqualTo(Long.toString(migrations(job.service())));
            }
        }
        for (Started each : look()) {
            assertThat(exitOf(each)).as(Files.readString(each.log())).isZero();
        }
    }

    @Test
    @Order(3)
    void theServicesWorkWithSecretsThatAreFilesAlone() throws Exception {
        List<Started> all = new ArrayList<>();
        try {
            for (Service service : Service.values()) {
                JsonNode pod = overlay.pod("Deployment", service.folder());
                all.add(run(service, pod, pod.at("/containers/0"), everything(pod.at("/containers/0"))));
            }
            for (Started each : all) {
                URI ready = URI.create(
                        "http://127.0.0.1:" + SUITE.port(each.service().portVariable())
                                + each.service().readiness());
                BooleanSupplier hasStarted = () -> !each.process().isAlive() || status(ready) == 200;
                Suite.await(each.service() + " is ready", LIMIT, hasStarted);
                assertThat(each.process().isAlive())
                        .as(Files.readString(each.log()))
                        .isTrue();
            }
            assertThat(Scene.in(SUITE).writeTask()).isEqualTo(200);
        } finally {
            all.forEach(each -> each.process().destroy());
            for (Started each : all) {
                exitOf(each);
            }
        }
    }

    /// What the pods do before they start.
    private static List<Started> look() throws Exception {
        List<Started> looking = new ArrayList<>();
        for (Service service : Service.withData()) {
            JsonNode pod = overlay.pod("Deployment", service.folder());
            looking.add(run(service, pod, pod.at("/initContainers/0"), onlyTheDatabase()));
        }
        return looking;
    }

    /// A migration may call nothing but the server itself: not the pooler, and not Redis.
    private static Map<String, String> onlyTheDatabase() {
        return Map.of("database-rw:5432", "127.0.0.1:" + SUITE.port("POSTGRES_PORT"), "?sslmode=require", "");
    }

    private static Map<String, String> everything(JsonNode container) {
        Map<String, String> environment = overlay.environment(container);
        Map<String, String> places = new HashMap<>(onlyTheDatabase());
        places.put("database-pooler:5432", "127.0.0.1:" + SUITE.port("POSTGRES_PORT"));
        places.put("redis:6379", "127.0.0.1:" + SUITE.port("REDIS_PORT"));
        for (Service service : Service.withData()) {
            places.put(service.folder() + ":" + environment.get(service.portVariable()), "127.0.0.1:" + port(service));
        }
        return places;
    }

    private static Started run(Service service, JsonNode pod, JsonNode container, Map<String, String> places)
            throws IOException, LaunchFailure {
        Path own = Files.createTempDirectory(
                folder, service.folder() + "-" + container.path("name").asText());
        Map<String, String> environment = overlay.environment(container);
        environment.replaceAll((variable, value) -> {
            String here = value;
            for (var place : places.entrySet()) {
                here = here.replace(place.getKey(), place.getValue());
            }
            return here;
        });
        for (Service each : Service.values()) {
            environment.put(each.portVariable(), port(each));
        }
        environment.computeIfPresent("GATEWAY_MANAGEMENT_PORT", (variable, port) -> "0");
        environment.put(
                "SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS",
                secrets(own.resolve("secrets"), pod).toString());
        Path log = own.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx" + service.heapMebibytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                service.jar(SUITE.root()).toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(own.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        return new Started(service, builder.start(), log);
    }

    private static String port(Service service) {
        return Integer.toString(SUITE.port(service.portVariable()));
    }

    /// Those of the suite. What it has none of is empty, as where nobody needs to log in to send mails.
    private static Path secrets(Path target, JsonNode pod) throws IOException, LaunchFailure {
        Files.createDirectory(target);
        for (String name : overlay.secrets(pod)) {
            Files.writeString(target.resolve(name), SUITE.secret(name));
        }
        return target;
    }

    private static long migrations(Service service) throws IOException {
        Path scripts = SUITE.root().resolve(service.folder()).resolve("src/main/resources/db/migration");
        try (var files = Files.list(scripts)) {
            return files.count();
        }
    }

    private static int status(URI address) {
        try {
            return CLIENT.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static int exitOf(Started started) throws InterruptedException {
        if (!started.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            started.process().destroyForcibly();
            throw new AssertionError(started + " does not end");
        }
        return started.process().exitValue();
    }
}
