package com.tasktracker.kubernetes;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.kubernetes.Peers.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may call whom, computed from the policies as a cluster does: what chooses a pod closes it, and a call needs to
/// be allowed at both ends. Pods of other namespaces and addresses outside of the cluster call, and are called, too.
class NetworkTest {

    @Test
    void thePlainOverlayAllowsTheseCallsAndNoOther() {
        assertThat(calls(Overlay.LOCAL)).isEqualTo("""
                clear-cache -> dns:53 redis:6379
                database -> dns:53
                gateway -> dns:53 identity-service:8081 monitoring:4317 redis:6379 task-service:8083 team-service:8082
                gateway-system -> gateway:8080
                identity-service -> database:5432 dns:53 mailcatcher:1025 monitoring:4317 public:465 public:587 redis:6379 team-service:8082
                identity-service-migration -> database:5432 dns:53
                mailcatcher -> dns:53
                monitoring -> gateway:9000 identity-service:8081 task-service:8083 team-service:8082
                redis -> dns:53
                task-service -> database:5432 dns:53 identity-service:8081 monitoring:4317 redis:6379 team-service:8082
                task-service-migration -> database:5432 dns:53
                team-service -> database:5432 dns:53 identity-service:8081 mailcatcher:1025 monitoring:4317 public:465 public:587 redis:6379
                team-service-migration -> database:5432 dns:53
                """);
    }

    @ParameterizedTest
    @EnumSource(names = {"JVM", "NATIVE"})
    void theOverlaysOfAClusterAllowTheseCallsAndNoOther(Overlay overlay) {
        assertThat(calls(overlay)).isEqualTo("""
                clear-cache -> dns:53 redis:6379
                cnpg-system -> database:5432 database:8000
                database -> anywhere:443 anywhere:6443 dns:53
                gateway -> dns:53 identity-service:8081 monitoring:4317 redis:6379 task-service:8083 team-service:8082
                gateway-system -> gateway:8080
                identity-service -> database:5432 dns:53 monitoring:4317 public:465 public:587 redis:6379 team-service:8082
                identity-service-migration -> database:5432 dns:53
                monitoring -> database:9187 gateway:9000 identity-service:8081 task-service:8083 team-service:8082
                redis -> dns:53
                task-service -> database:5432 dns:53 identity-service:8081 monitoring:4317 redis:6379 team-service:8082
                task-service-migration -> database:5432 dns:53
                team-service -> database:5432 dns:53 identity-service:8081 monitoring:4317 public:465 public:587 redis:6379
                team-service-migration -> database:5432 dns:53
                """);
    }

    /// Services may reach the database past the pooler too: they do so to look whether their schema is there.
    @Test
    void theOverlayForProductionAllowsTheseCallsAndNoOther() {
        assertThat(calls(Overlay.PRODUCTION)).isEqualTo("""
                clear-cache -> dns:53 redis:6379
                cnpg-system -> database:5432 database:8000
                database -> anywhere:443 anywhere:6443 dns:53
                database-pooler -> anywhere:443 anywhere:6443 database:5432 dns:53
                gateway -> dns:53 identity-service:8081 monitoring:4317 redis:6379 task-service:8083 team-service:8082
                gateway-system -> gateway:8080
                identity-service -> database-pooler:5432 database:5432 dns:53 monitoring:4317 public:465 public:587 redis:6379 team-service:8082
                identity-service-migration -> database-pooler:5432 database:5432 dns:53
                monitoring -> database-pooler:9127 database:9187 gateway:9000 identity-service:8081 task-service:8083 team-service:8082
                redis -> dns:53
                task-service -> database-pooler:5432 database:5432 dns:53 identity-service:8081 monitoring:4317 redis:6379 team-service:8082
                task-service-migration -> database-pooler:5432 database:5432 dns:53
                team-service -> database-pooler:5432 database:5432 dns:53 identity-service:8081 monitoring:4317 public:465 public:587 redis:6379
                team-service-migration -> database-pooler:5432 database:5432 dns:53
                """);
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
        List<Peer> pods = Peers.of(overlay);
        for (Manifest policy : overlay.ofKind("NetworkPolicy")) {
            List<Peer> chosen = pods.stream()
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

    /// A line for each caller. What is open to all that is not ours is called `anywhere`.
    private static String calls(Overlay overlay) {
        List<Peer> all = new ArrayList<>(Peers.of(overlay));
        all.addAll(Peers.OTHERS);
        var calls = new TreeMap<String, Set<String>>();
        for (Peer from : all) {
            for (Peer to : all) {
                for (int port : to.ports()) {
                    if (!from.equals(to) && (from.isOurs() || to.isOurs()) && isAllowed(overlay, from, to, port)) {
                        calls.computeIfAbsent(from.name(), name -> new TreeSet<>())
                                .add(to.name() + ":" + port);
                    }
                }
            }
        }
        calls.values().forEach(NetworkTest::shorten);
        return calls.entrySet().stream()
                .map(call -> call.getKey() + " -> " + String.join(" ", call.getValue()) + "\n")
                .collect(joining());
    }

    private static void shorten(Set<String> called) {
        for (int port : Peers.OPEN) {
            List<String> others = Peers.OTHERS.stream()
                    .map(other -> other.name() + ":" + port)
                    .toList();
            if (called.containsAll(others)) {
                others.forEach(called::remove);
                called.add("anywhere:" + port);
            }
        }
    }

    private static boolean isAllowed(Overlay overlay, Peer from, Peer to, int port) {
        return (!from.isOurs() || allows(overlay, "egress", "to", from, to, port))
                && (!to.isOurs() || allows(overlay, "ingress", "from", to, from, port));
    }

    /// Whether any policy for a pod allows the other one in that direction; no policy at all would allow everything,
    /// but there is the one that denies by default.
    private static boolean allows(Overlay overlay, String direction, String peers, Peer pod, Peer other, int port) {
        for (Manifest policy : overlay.ofKind("NetworkPolicy")) {
            if (!Workload.matches(policy.at("/spec/podSelector"), pod.labels())) {
                continue;
            }
            for (JsonNode rule : policy.at("/spec/" + direction)) {
                boolean isPort = !rule.has("ports");
                for (JsonNode each : rule.path("ports")) {
                    assertThat(each.path("port").isInt() && !each.has("endPort"))
                            .as("these tests know no %s", each)
                            .isTrue();
                    isPort |= each.path("port").asInt() == port;
                }
                boolean isPeer = !rule.has(peers);
                for (JsonNode each : rule.path(peers)) {
                    isPeer |= other.isMeantBy(each);
                }
                if (isPort && isPeer) {
                    return true;
                }
            }
        }
        return false;
    }
}
