package com.tasktracker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What names something else names something that is there.
class ConsistencyTest {

    private static final List<String> SERVICES = List.of("gateway", "identity-service", "team-service", "task-service");
    private static final String HEALTH = "/q/health/";
    private static final Map<String, Set<String>> HEALTH_PATHS = Map.of(
            "gateway", Set.of("/health/live", "/health/ready"),
            "identity-service", Set.of(HEALTH + "started", HEALTH + "live", HEALTH + "ready"),
            "team-service", Set.of(HEALTH + "started", HEALTH + "live", HEALTH + "ready"),
            "task-service", Set.of(HEALTH + "started", HEALTH + "live", HEALTH + "ready"));
    private static final Map<String, String> PORTS = Map.of(
            "gateway", "GATEWAY_PORT",
            "identity-service", "IDENTITY_PORT",
            "team-service", "TEAM_PORT",
            "task-service", "TASK_PORT");

    @ParameterizedTest
    @EnumSource
    void servicesLeadToPodsThatListenThere(Overlay overlay) {
        for (Manifest service : overlay.ofKind("Service")) {
            List<Workload> chosen = overlay.workloads().stream()
                    .filter(workload -> Workload.texts(service.at("/spec/selector")).entrySet().stream()
                            .allMatch(e -> e.getValue().equals(workload.labels().get(e.getKey()))))
                    .toList();
            assertThat(chosen).as(overlay + ": " + service).hasSize(1);
            for (JsonNode port : service.at("/spec/ports")) {
                assertThat(chosen.getFirst().ports())
                        .as(overlay + ": " + service)
                        .containsKey(port.path("targetPort").asText());
                assertThat(chosen.getFirst().ports().get(port.path("targetPort").asText()))
                        .isEqualTo(port.path("port").asInt());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachServiceListensWhereItIsToldAndTheOthersAskThere(Overlay overlay) {
        Map<String, String> settings = overlay.settings();
        for (String service : SERVICES) {
            Workload workload = workload(overlay, service);
            assertThat(workload.ports().get("http"))
                    .isEqualTo(Integer.parseInt(settings.getOrDefault(PORTS.get(service), "")));
            if (!service.equals("gateway")) {
                String variable = service.replace("-service", "").toUpperCase(java.util.Locale.ROOT) + "_URL";
                assertThat(settings)
                        .containsEntry(
                                variable,
                                "http://" + service + ":" + workload.ports().get("http"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void probesAskForWhatTheServicesAnswer(Overlay overlay) {
        for (String service : SERVICES) {
            JsonNode container = workload(overlay, service).pod().at("/containers/0");
            Set<String> paths = new TreeSet<>();
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                JsonNode asked = container.path(probe).path("httpGet");
                assertThat(asked.path("port").asText())
                        .as(service + " " + probe)
                        .isEqualTo("http");
                paths.add(asked.path("path").asText());
            }
            assertThat(paths).as(service).isEqualTo(new TreeSet<>(HEALTH_PATHS.getOrDefault(service, Set.of())));
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).endsWith("/ready");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).endsWith("/live");
        }
    }

    @ParameterizedTest
    @EnumSource
    void autoscalersScaleWhatIsThereAndNobodyElseCountsIt(Overlay overlay) {
        Set<String> scaled = new TreeSet<>();
        for (Manifest scaler : overlay.ofKind("HorizontalPodAutoscaler")) {
            Manifest target = overlay.one(
                    scaler.at("/spec/scaleTargetRef/kind").asText(),
                    scaler.at("/spec/scaleTargetRef/name").asText());
            assertThat(target.apiVersion())
                    .isEqualTo(scaler.at("/spec/scaleTargetRef/apiVersion").asText());
            assertThat(target.document().path("spec").has("replicas"))
                    .as(target.toString())
                    .isFalse();
            assertThat(target.at("/spec/template/spec/containers/0/resources/requests/cpu")
                            .isMissingNode())
                    .isFalse();
            assertThat(scaler.at("/spec/maxReplicas").asInt())
                    .isGreaterThan(scaler.at("/spec/minReplicas").asInt());
            scaled.add(target.name());
        }
        assertThat(scaled).containsExactlyInAnyOrderElementsOf(SERVICES);
    }

    @ParameterizedTest
    @EnumSource
    void budgetsKeepAllButOnePodOfOneDeployment(Overlay overlay) {
        for (String service : SERVICES) {
            Manifest budget = overlay.one("PodDisruptionBudget", service);
            assertThat(overlay.workloads().stream()
                            .filter(w -> w.isChosenBy(budget.at("/spec/selector")))
                            .map(Workload::name))
                    .containsExactly(service);
            assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void podsAreSpreadAsTheyAreChosen(Overlay overlay) {
        for (String service : SERVICES) {
            Workload workload = workload(overlay, service);
            assertThat(workload.isChosenBy(workload.manifest().at("/spec/selector")))
                    .isTrue();
            JsonNode spread = workload.pod().path("topologySpreadConstraints");
            assertThat(spread).hasSize(2);
            spread.forEach(constraint -> assertThat(workload.isChosenBy(constraint.path("labelSelector")))
                    .isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource
    void podsMayDoNothingButRun(Overlay overlay) {
        for (Workload workload : overlay.workloads()) {
            String name = overlay + ": " + workload;
            JsonNode pod = workload.pod();
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as(name)
                    .isFalse();
            // Otherwise a Service named gateway sets GATEWAY_PORT.
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).as(name).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                    .as(name)
                    .isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).as(name).isGreaterThan(0);
            assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .as(name)
                    .isEqualTo("RuntimeDefault");
            for (JsonNode container : workload.containers()) {
                JsonNode context = container.path("securityContext");
                assertThat(context.path("readOnlyRootFilesystem").asBoolean())
                        .as(name)
                        .isTrue();
                assertThat(context.path("allowPrivilegeEscalation").asBoolean(true))
                        .as(name)
                        .isFalse();
                assertThat(context.at("/capabilities/drop/0").asText()).as(name).isEqualTo("ALL");
                assertThat(container.at("/resources/requests/memory").isTextual())
                        .as(name)
                        .isTrue();
                assertThat(container.at("/resources/limits/memory").isTextual())
                        .as(name)
                        .isTrue();
                assertThat(mebibytes(container.at("/resources/requests/memory")))
                        .as(name)
                        .isLessThanOrEqualTo(mebibytes(container.at("/resources/limits/memory")));
                assertThat(container.path("image").asText())
                        .as(name)
                        .contains(":")
                        .doesNotEndWith(":latest");
                container
                        .path("volumeMounts")
                        .forEach(mount -> assertThat(workload.volumes())
                                .as(name)
                                .contains(mount.path("name").asText()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void podsAreGivenTimeToEndWhatTheyHaveBegun(Overlay overlay) {
        for (String service : SERVICES) {
            JsonNode pod = workload(overlay, service).pod();
            boolean isGateway = service.equals("gateway");
            long drain = isGateway
                    ? seconds(workload(overlay, service), "GATEWAY_DRAIN_DELAY")
                    : pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
            // What the kit gives requests under way (quarkus.shutdown.timeout); no setting of the overlays changes it.
            long underWay = isGateway ? seconds(workload(overlay, service), "GATEWAY_DRAIN_TIMEOUT") : 20;
            assertThat(drain).as(service).isGreaterThanOrEqualTo(5);
            assertThat(underWay).as(service).isGreaterThanOrEqualTo(20);
            assertThat(pod.path("terminationGracePeriodSeconds").asLong())
                    .as(service)
                    .isGreaterThanOrEqualTo(drain + underWay + 5);
            assertThat(workload(overlay, service)
                            .manifest()
                            .at("/spec/strategy/rollingUpdate/maxUnavailable")
                            .asInt(-1))
                    .as(service)
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyMigrationsHaveTheOwnersPasswords(Overlay overlay) {
        Set<String> migrations = new TreeSet<>();
        for (Workload workload : overlay.workloads()) {
            String name = overlay + ": " + workload;
            if (workload.name().endsWith("-migration")) {
                String service = workload.name().replace("-migration", "");
                migrations.add(service);
                assertThat(workload.secrets()).as(name).contains(service.replace("-service", "-owner-db"));
                assertThat(environment(workload, "QUARKUS_INIT_AND_EXIT")).isEqualTo("true");
                assertThat(environment(workload, "QUARKUS_FLYWAY_MIGRATE_AT_START"))
                        .isEqualTo("true");
                assertThat(environment(workload, "DB_URL")).isEqualTo("$(DB_MIGRATION_URL)");
            } else if (workload.isService()) {
                assertThat(workload.secrets()).as(name).noneMatch(secret -> secret.contains("owner"));
            }
        }
        assertThat(migrations).containsExactly("identity-service", "task-service", "team-service");
        assertThat(overlay.settings()).containsEntry("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");
        assertThat(overlay.settings().get("DB_MIGRATION_URL")).doesNotContain("pooler");
    }

    @ParameterizedTest
    @EnumSource
    void servicesWaitForTheirSchemaWithTheirOwnRights(Overlay overlay) {
        for (String service : SERVICES) {
            JsonNode waiting = workload(overlay, service).pod().at("/initContainers/0");
            assertThat(waiting.isMissingNode()).isEqualTo(service.equals("gateway"));
            if (!service.equals("gateway")) {
                assertThat(waiting.path("image"))
                        .isEqualTo(workload(overlay, service).pod().at("/containers/0/image"));
                assertThat(environment(waiting, "QUARKUS_INIT_AND_EXIT")).isEqualTo("true");
                assertThat(environment(waiting, "QUARKUS_FLYWAY_VALIDATE_AT_START"))
                        .isEqualTo("true");
                assertThat(environment(waiting, "DB_URL")).isEqualTo("$(DB_MIGRATION_URL)");
                assertThat(waiting.toString()).doesNotContain("owner");
            }
        }
    }

    /// The connection budget of docs/operations.md: a rollout with all replicas there are must find its connections.
    @ParameterizedTest
    @EnumSource
    void theDatabaseHasAConnectionForEverybody(Overlay overlay) {
        int pool = Integer.parseInt(overlay.settings().getOrDefault("DB_POOL_MAX", ""));
        int clients = 0;
        for (String service : SERVICES.subList(1, 4)) {
            int most = overlay.one("HorizontalPodAutoscaler", service)
                    .at("/spec/maxReplicas")
                    .asInt();
            int surge = overlay.one("Deployment", service)
                    .at("/spec/strategy/rollingUpdate/maxSurge")
                    .asInt();
            clients += (most + surge) * pool;
        }
        List<Manifest> poolers = overlay.ofKind("Pooler");
        if (!poolers.isEmpty()) {
            JsonNode spec = poolers.getFirst().at("/spec");
            assertThat(clients)
                    .isLessThanOrEqualTo(
                            spec.at("/pgbouncer/parameters/max_client_conn").asInt());
            clients = spec.path("instances").asInt()
                    * 3
                    * spec.at("/pgbouncer/parameters/default_pool_size").asInt();
        }
        int most = overlay == Overlay.LOCAL
                ? Integer.parseInt(overlay.one("StatefulSet", "database")
                        .at("/spec/template/spec/containers/0/args/1")
                        .asText()
                        .replace("max_connections=", ""))
                : overlay.one("Cluster", "database")
                        .at("/spec/postgresql/parameters/max_connections")
                        .asInt();
        // Twenty are for operators, replication and migrations.
        assertThat(clients + 20).as(overlay.toString()).isLessThanOrEqualTo(most);
    }

    @Test
    void whatProductionNeedsOfSecretsIsInItsExample() {
        Set<String> made = new TreeSet<>();
        Overlay.PRODUCTION
                .ofKind("ExternalSecret")
                .forEach(m -> made.add(m.at("/spec/target/name").asText()));
        Set<String> needed = new TreeSet<>();
        Overlay.PRODUCTION.workloads().forEach(w -> needed.addAll(w.secrets()));
        Overlay.PRODUCTION
                .one("Cluster", "database")
                .at("/spec/managed/roles")
                .forEach(role -> needed.add(role.at("/passwordSecret/name").asText()));
        assertThat(made).containsAll(needed);
    }

    @Test
    void routesAndMonitorsLeadToServices() {
        JsonNode backend = Overlay.PRODUCTION.one("HTTPRoute", "tasktracker").at("/spec/rules/0/backendRefs/0");
        JsonNode ports =
                Overlay.PRODUCTION.one("Service", backend.path("name").asText()).at("/spec/ports");
        assertThat(ports).anyMatch(port -> port.path("port").equals(backend.path("port")));

        Map<String, String> watched = new TreeMap<>();
        for (Manifest monitor : Overlay.PRODUCTION.ofKind("ServiceMonitor")) {
            String port = monitor.at("/spec/endpoints/0/port").asText();
            for (Manifest service : Overlay.PRODUCTION.ofKind("Service")) {
                if (Workload.matches(monitor.at("/spec/selector"), Workload.texts(service.at("/metadata/labels")))) {
                    assertThat(service.at("/spec/ports"))
                            .anyMatch(p -> p.path("name").asText().equals(port));
                    watched.put(service.name(), port);
                }
            }
        }
        assertThat(watched)
                .isEqualTo(Map.of(
                        "gateway",
                        "management",
                        "identity-service",
                        "http",
                        "team-service",
                        "http",
                        "task-service",
                        "http"));
    }

    @Test
    void everyAlertSaysWhatToDo() throws IOException {
        String operations = Files.readString(Overlay.ROOT.resolve("docs/operations.md"));
        for (JsonNode rule :
                Overlay.PRODUCTION.one("PrometheusRule", "tasktracker").at("/spec/groups/0/rules")) {
            String alert = rule.path("alert").asText();
            assertThat(operations).contains("### " + alert + "\n");
            assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo("docs/operations.md#" + alert.toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void copiesAreWhatTheyAreCopiesOf() throws IOException {
        String roles = Files.readString(Overlay.ROOT.resolve("deploy/local/src/main/resources/postgres/roles.sql"));
        assertThat(Overlay.FOLDER.resolve("components/postgresql/roles.sql")).hasContent(roles);
        assertThat(Overlay.FOLDER.resolve("components/postgresql-plain/roles.sql"))
                .hasContent(roles);
        assertThat(Overlay.FOLDER.resolve("components/postgresql-plain/roles.sh"))
                .hasContent(Files.readString(Overlay.ROOT.resolve("deploy/postgresql/roles.sh")));
    }

    private static int mebibytes(JsonNode memory) {
        String text = memory.asText();
        return text.endsWith("Gi")
                ? Integer.parseInt(text.replace("Gi", "")) * 1024
                : Integer.parseInt(text.replace("Mi", ""));
    }

    private static Workload workload(Overlay overlay, String name) {
        return overlay.workloads().stream()
                .filter(w -> w.isService() && w.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(overlay + " has no " + name));
    }

    private static long seconds(Workload workload, String variable) {
        return Duration.parse("PT" + environment(workload, variable)).toSeconds();
    }

    private static String environment(Workload workload, String name) {
        return environment(workload.pod().at("/containers/0"), name);
    }

    private static String environment(JsonNode container, String name) {
        for (JsonNode variable : container.path("env")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        return "";
    }
}
