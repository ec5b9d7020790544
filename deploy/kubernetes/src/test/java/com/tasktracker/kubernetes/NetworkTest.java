package com.tasktracker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may call whom, computed from the policies as a cluster does: what chooses a pod closes it, and a call needs to
/// be
/// allowed at both ends.
class NetworkTest {

    private record Pod(String name, Map<String, String> labels, Set<Integer> ports) {}

    @Test
    void thePlainOverlayAllowsTheseCallsAndNoOther() {
        assertThat(calls(Overlay.LOCAL))
                .containsExactly(
                        "clear-cache -> redis:6379",
                        "gateway -> identity-service:8081",
                        "gateway -> redis:6379",
                        "gateway -> task-service:8083",
                        "gateway -> team-service:8082",
                        "identity-service -> database:5432",
                        "identity-service -> mailcatcher:1025",
                        "identity-service -> redis:6379",
                        "identity-service -> team-service:8082",
                        "identity-service-migration -> database:5432",
                        "task-service -> database:5432",
                        "task-service -> identity-service:8081",
                        "task-service -> redis:6379",
                        "task-service -> team-service:8082",
                        "task-service-migration -> database:5432",
                        "team-service -> database:5432",
                        "team-service -> identity-service:8081",
                        "team-service -> mailcatcher:1025",
                        "team-service -> redis:6379",
                        "team-service-migration -> database:5432");
    }

    @Test
    void servicesReachThePoolerAndThePoolerTheDatabase() {
        assertThat(calls(Overlay.PRODUCTION))
                .contains(
                        "database-pooler -> database:5432",
                        "task-service -> database-pooler:5432",
                        "task-service-migration -> database:5432")
                .noneMatch(call -> call.startsWith("redis ->") || call.startsWith("gateway -> database"));
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsClosedUnlessOpened(Overlay overlay) {
        JsonNode spec = overlay.one("NetworkPolicy", "deny-by-default").at("/spec");
        assertThat(spec.path("podSelector")).isEmpty();
        assertThat(spec.path("policyTypes")).hasSize(2);
        assertThat(spec.has("ingress") || spec.has("egress")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void policiesNamePodsAndPortsThatAreThere(Overlay overlay) {
        List<Pod> pods = pods(overlay);
        for (Manifest policy : overlay.ofKind("NetworkPolicy")) {
            List<Pod> chosen = pods.stream()
                    .filter(pod -> Workload.matches(policy.at("/spec/podSelector"), pod.labels()))
                    .toList();
            assertThat(chosen).as(overlay + ": " + policy).isNotEmpty();
            for (JsonNode rule : policy.at("/spec/ingress")) {
                rule.path("ports")
                        .forEach(port -> assertThat(chosen)
                                .as(overlay + ": " + policy + " opens " + port)
                                .anyMatch(pod ->
                                        pod.ports().contains(port.path("port").asInt())));
            }
            for (String direction : List.of("ingress", "egress")) {
                for (JsonNode rule : policy.at("/spec/" + direction)) {
                    rule.path(direction.equals("ingress") ? "from" : "to").forEach(peer -> {
                        if (peer.has("podSelector") && !peer.has("namespaceSelector")) {
                            assertThat(pods)
                                    .as(overlay + ": " + policy + " names " + peer)
                                    .anyMatch(pod -> Workload.matches(peer.path("podSelector"), pod.labels()));
                        }
                    });
                }
            }
        }
    }

    private static Set<String> calls(Overlay overlay) {
        Set<String> calls = new TreeSet<>();
        for (Pod from : pods(overlay)) {
            for (Pod to : pods(overlay)) {
                for (int port : to.ports()) {
                    if (!from.equals(to)
                            && allows(overlay, "Egress", "to", from, to, port)
                            && allows(overlay, "Ingress", "from", to, from, port)) {
                        calls.add(from.name() + " -> " + to.name() + ":" + port);
                    }
                }
            }
        }
        return calls;
    }

    /// Whether any policy for a pod allows the other one in that direction; no policy at all would allow everything,
    /// but there is the one that denies by default.
    private static boolean allows(Overlay overlay, String type, String peers, Pod pod, Pod other, int port) {
        String direction = type.equals("Egress") ? "egress" : "ingress";
        for (Manifest policy : overlay.ofKind("NetworkPolicy")) {
            if (!Workload.matches(policy.at("/spec/podSelector"), pod.labels())) {
                continue;
            }
            for (JsonNode rule : policy.at("/spec/" + direction)) {
                boolean isPort = false;
                for (JsonNode each : rule.path("ports")) {
                    isPort |= each.path("port").asInt() == port;
                }
                boolean isPeer = !rule.has(peers);
                for (JsonNode peer : rule.path(peers)) {
                    isPeer |= peer.has("podSelector")
                            && !peer.has("namespaceSelector")
                            && Workload.matches(peer.path("podSelector"), other.labels());
                }
                if (isPort && isPeer) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The pods of workloads, and those that the database's operator makes.
    private static List<Pod> pods(Overlay overlay) {
        List<Pod> pods = new ArrayList<>();
        overlay.workloads()
                .forEach(w -> pods.add(
                        new Pod(w.name(), w.labels(), Set.copyOf(w.ports().values()))));
        for (Manifest cluster : overlay.ofKind("Cluster")) {
            Map<String, String> labels = Workload.texts(cluster.at("/spec/inheritedMetadata/labels"));
            labels.put("cnpg.io/cluster", cluster.name());
            pods.add(new Pod(cluster.name(), labels, Set.of(5432, 8000, 9187)));
        }
        for (Manifest pooler : overlay.ofKind("Pooler")) {
            Map<String, String> labels = Workload.texts(pooler.at("/spec/template/metadata/labels"));
            labels.put("cnpg.io/poolerName", pooler.name());
            pods.add(new Pod(pooler.name(), labels, Set.of(5432, 9127)));
        }
        return pods;
    }
}
