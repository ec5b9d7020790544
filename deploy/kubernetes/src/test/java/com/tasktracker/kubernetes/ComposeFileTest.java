package com.tasktracker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// docker-compose.yml against what the manifests, the images and the documentation say of the same things.
class ComposeFileTest {

    private static final List<String> SERVICES = List.of("gateway", "identity-service", "team-service", "task-service");
    private static final JsonNode COMPOSE =
            documents(Overlay.ROOT.resolve("docker-compose.yml")).getFirst();
    /// Containers that name no user: what their images do instead.
    private static final Map<String, String> USER_OF_THE_IMAGE = Map.of(
            "postgres", "begins as root to give the data folder to the user postgres, and becomes that one",
            "prometheus", "runs as nobody",
            "tempo", "runs as 10001",
            "grafana", "runs as 472");
    /// Settings of .env.example that the file does not pass on, and why.
    private static final Map<String, String> NOT_PASSED = Map.ofEntries(
            Map.entry("TASKTRACKER_HOME", "volumes have the data"),
            Map.entry("TASKTRACKER_JAVA_OPTS", "of the launcher; the images have deploy/docker/options"),
            Map.entry("POSTGRES_PORT", "of the embedded server"),
            Map.entry("REDIS_PORT", "of the embedded server"),
            Map.entry("MAIL_SINK_PORT", "of the embedded server"),
            Map.entry("GATEWAY_PORT", "PUBLISHED says where it is published; inside each container has its own ports"),
            Map.entry("IDENTITY_PORT", "as above"),
            Map.entry("TEAM_PORT", "as above"),
            Map.entry("TASK_PORT", "as above"),
            Map.entry("GATEWAY_HOST", "set by the image"),
            Map.entry("GATEWAY_MANAGEMENT_HOST", "Prometheus asks there"),
            Map.entry("GATEWAY_MANAGEMENT_PORT", "Prometheus asks there"),
            Map.entry("IDENTITY_URL", "the names of the containers"),
            Map.entry("TEAM_URL", "the names of the containers"),
            Map.entry("TASK_URL", "the names of the containers"),
            Map.entry("DB_URL", "it brings its own server"),
            Map.entry("REDIS_URL", "it brings its own server"),
            Map.entry("IDENTITY_DB_USER", "made by roles.sql, with that name"),
            Map.entry("IDENTITY_DB_MIGRATION_USER", "made by roles.sql, with that name"),
            Map.entry("TEAM_DB_USER", "made by roles.sql, with that name"),
            Map.entry("TEAM_DB_MIGRATION_USER", "made by roles.sql, with that name"),
            Map.entry("TASK_DB_USER", "made by roles.sql, with that name"),
            Map.entry("TASK_DB_MIGRATION_USER", "made by roles.sql, with that name"),
            Map.entry("SERVICE_SECRET", "each service has a file of its own, with its prefix"),
            Map.entry("APP_SECRET", "each service has a file of its own, with its prefix"),
            Map.entry("SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS", "set by the image"));

    private static final Pattern EXAMPLE = Pattern.compile("(?m)^#?([A-Z][A-Z0-9_]*)=");
    private static final Pattern ASKED_FOR = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");

    @Test
    void noContainerHasMoreRightsThanItNeeds() {
        COMPOSE.path("services").properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode service = entry.getValue();
            assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(texts(service.path("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(texts(service.path("security_opt"))).as(name).containsExactly("no-new-privileges:true");
            assertThat(service.path("pids_limit").asInt()).as(name).isPositive();
            assertThat(service.has("cap_add")).as(name).isEqualTo(name.equals("postgres"));
            assertThat(service.has("privileged") || service.has("network_mode") || service.has("pid"))
                    .as(name)
                    .isFalse();
            if (SERVICES.contains(name)) {
                // The image's, see DockerfileTest.
                assertThat(service.has("user")).as(name).isFalse();
                assertThat(texts(service.path("tmpfs"))).as(name).containsExactly("/tmp:size=64m,mode=1777");
            } else if (USER_OF_THE_IMAGE.containsKey(name)) {
                assertThat(service.has("user")).as(name).isFalse();
            } else {
                assertThat(service.path("user").asText()).as(name).matches("[1-9][0-9]*:[1-9][0-9]*");
            }
        });
    }

    @Test
    void everythingStartsOnceWhatItNeedsIsHealthy() {
        Set<String> servers = Set.of("postgres", "redis");
        for (String service : SERVICES) {
            Set<String> needed = new TreeSet<>();
            COMPOSE.at("/services/" + service + "/depends_on").properties().forEach(entry -> {
                assertThat(entry.getValue().path("condition").asText()).isEqualTo("service_healthy");
                needed.add(entry.getKey());
            });
            assertThat(needed)
                    .as(service)
                    .isEqualTo(
                            service.equals("gateway")
                                    ? Set.of("redis", "identity-service", "team-service", "task-service")
                                    : servers);
        }
        for (String server : servers) {
            assertThat(COMPOSE.at("/services/" + server + "/healthcheck/test")).isNotEmpty();
        }
    }

    @Test
    void onlyTheGatewayIsPublishedAndTheServersAreInANetworkThatLeadsNowhere() {
        Set<String> published = new TreeSet<>();
        COMPOSE.path("services").properties().forEach(entry -> {
            JsonNode service = entry.getValue();
            if (service.has("profiles")) {
                assertThat(texts(service.path("ports"))).as(entry.getKey()).allMatch(p -> p.startsWith("127.0.0.1:"));
            } else if (service.has("ports")) {
                published.add(entry.getKey() + " " + texts(service.path("ports")));
            }
        });
        assertThat(published).containsExactly("gateway [${PUBLISHED:-127.0.0.1:8080}:8080]");
        assertThat(COMPOSE.at("/networks/data/internal").asBoolean()).isTrue();
        assertThat(COMPOSE.at("/networks/services/internal").asBoolean()).isTrue();
        for (String server : List.of("postgres", "redis")) {
            assertThat(texts(COMPOSE.at("/services/" + server + "/networks"))).containsExactly("data");
        }
    }

    @ParameterizedTest
    @CsvSource({"gateway,GATEWAY", "identity-service,IDENTITY", "team-service,TEAM", "task-service,TASK"})
    void limitsAreThoseOfTheClusterAndOfTheDocumentation(String service, String prefix) throws IOException {
        String operations = Files.readString(Overlay.ROOT.resolve("docs/operations.md"));
        Matcher row = Pattern.compile("(?m)^\\| " + service + " \\| (\\d+) \\|.*\\| (\\d+) \\|$")
                .matcher(operations);
        assertThat(row.find()).isTrue();
        assertThat(Overlay.ROOT.resolve("deploy/docker/options/" + service)).hasContent("-Xmx" + row.group(1) + "m");
        assertThat(COMPOSE.at("/services/" + service + "/mem_limit").asText())
                .isEqualTo("${" + prefix + "_MEMORY:-" + row.group(2) + "m}");

        JsonNode pod = documents(Overlay.FOLDER.resolve("base/" + service + ".yaml")).stream()
                .filter(manifest -> manifest.path("kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec");
        Stream.of(pod.path("containers"), pod.path("initContainers"))
                .flatMap(containers -> containers.valueStream())
                .forEach(container -> assertThat(
                                container.at("/resources/limits/memory").asText())
                        .isEqualTo(row.group(2) + "Mi"));
    }

    /// So that what .env says has an effect, or whoever says it can read why it has none.
    @Test
    void everySettingOfTheExampleIsPassedOnOrSaidNotToBe() throws IOException {
        Set<String> left = examples();
        left.removeIf(name -> SERVICES.stream().anyMatch(service -> isPassed(service, name)));
        assertThat(left).containsExactlyInAnyOrderElementsOf(NOT_PASSED.keySet());
    }

    @Test
    void everySettingThatTheServicesAskForIsInTheExample() throws IOException {
        List<Path> files = new ArrayList<>(List.of(
                Overlay.ROOT.resolve("service-kit/src/main/resources/META-INF/microprofile-config.properties")));
        SERVICES.forEach(service ->
                files.add(Overlay.ROOT.resolve(service).resolve("src/main/resources/application.properties")));
        Set<String> examples = examples();
        Set<String> missing = new TreeSet<>();
        for (Path file : files) {
            ASKED_FOR
                    .matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    // Those of a single service are there without its prefix, or the other way round.
                    .filter(name -> examples.stream()
                            .noneMatch(example -> example.equals(name)
                                    || name.matches("(IDENTITY|TEAM|TASK)_" + example)
                                    || example.matches("(IDENTITY|TEAM|TASK)_" + name)))
                    .forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isPassed(String service, String name) {
        JsonNode environment = COMPOSE.at("/services/" + service + "/environment");
        boolean isVariable = environment.has(name)
                && (environment.path(name).isNull()
                        || environment.path(name).asText().startsWith("${" + name));
        return isVariable
                || COMPOSE.at("/services/" + service + "/secrets")
                        .valueStream()
                        .anyMatch(secret -> secret.path("target").asText().equals("/run/secrets/tasktracker/" + name)
                                && COMPOSE.path("secrets").has(name));
    }

    private static Set<String> examples() throws IOException {
        Set<String> names = new TreeSet<>();
        EXAMPLE.matcher(Files.readString(Overlay.ROOT.resolve(".env.example")))
                .results()
                .forEach(match -> names.add(match.group(1)));
        assertThat(names).contains("TASK_PORT", "SMTP_PASSWORD");
        return names;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    /// By the library itself, which knows anchors and merged maps.
    private static List<JsonNode> documents(Path file) {
        ObjectMapper json = new ObjectMapper();
        try (Reader reader = Files.newBufferedReader(file)) {
            List<JsonNode> documents = new ArrayList<>();
            new Yaml(new SafeConstructor(new LoaderOptions()))
                    .loadAll(reader)
                    .forEach(document -> documents.add(json.valueToTree(document)));
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
