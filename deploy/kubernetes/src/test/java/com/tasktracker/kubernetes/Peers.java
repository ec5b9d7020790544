package com.tasktracker.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who is there to call and to be called: our pods, and others of whom policies may speak.
final class Peers {

    /// Where all that is not ours listens.
    static final Set<Integer> OPEN = Set.of(53, 443, 465, 587, 4317, 5432, 6379, 6443, 8080);

    private static final String NAME = "kubernetes.io/metadata.name";
    private static final Map<String, String> OURS = Map.of(NAME, "tasktracker");

    static final List<Peer> OTHERS = List.of(
            other("gateway-system", Map.of("tasktracker.example/ingress", "true"), Map.of()),
            other("monitoring", Map.of(), Map.of()),
            other("cnpg-system", Map.of(), Map.of()),
            new Peer("dns", Map.of(NAME, "kube-system"), Map.of("k8s-app", "kube-dns"), "10.244.0.53", OPEN),
            other("kube-system", Map.of(), Map.of()),
            // Named as the gateway is, the database and the cache clearing, but somewhere else.
            other(
                    "stranger",
                    Map.of(),
                    Map.of(
                            "app.kubernetes.io/name", "gateway",
                            "app.kubernetes.io/component", "service",
                            "app.kubernetes.io/part-of", "tasktracker",
                            "tasktracker.example/role", "database")),
            new Peer("machine", Map.of(), Map.of(), "10.0.0.9", OPEN),
            new Peer("public", Map.of(), Map.of(), "203.0.113.9", OPEN));

    private Peers() {}

    /// A pod, or an address outside of the cluster.
    ///
    /// @param namespace the labels of its namespace; none outside of the cluster
    record Peer(
            String name,
            Map<String, String> namespace,
            Map<String, String> labels,
            String address,
            Set<Integer> ports) {

        boolean isOurs() {
            return namespace.equals(OURS);
        }

        /// Whether it is what a policy of our namespace says with one entry of `from` or `to`.
        boolean isMeantBy(JsonNode entry) {
            if (entry.has("ipBlock")) {
                JsonNode block = entry.path("ipBlock");
                boolean isIn = isIn(block.path("cidr").asText());
                for (JsonNode without : block.path("except")) {
                    isIn &= !isIn(without.asText());
                }
                return isIn;
            }
            boolean isNamespace = entry.has("namespaceSelector")
                    ? !namespace.isEmpty() && Workload.matches(entry.path("namespaceSelector"), namespace)
                    : isOurs();
            return isNamespace && Workload.matches(entry.path("podSelector"), labels);
        }

        private boolean isIn(String network) {
            String[] parts = network.split("/", 2);
            long size = 1L << (32 - Integer.parseInt(parts[1]));
            return number(address) / size == number(parts[0]) / size;
        }

        private static long number(String address) {
            long number = 0;
            for (String part : address.split("\\.", 4)) {
                number = number * 256 + Integer.parseInt(part);
            }
            return number;
        }
    }

    private static Peer other(String namespace, Map<String, String> more, Map<String, String> labels) {
        var all = new HashMap<>(more);
        all.put(NAME, namespace);
        return new Peer(namespace, Map.copyOf(all), labels, "10.244.0.9", OPEN);
    }

    /// The pods of workloads, and those that the database's operator makes.
    static List<Peer> of(Overlay overlay) {
        List<Peer> pods = new ArrayList<>();
        overlay.workloads()
                .forEach(w ->
                        pods.add(ours(w.name(), w.labels(), Set.copyOf(w.ports().values()))));
        for (Manifest cluster : overlay.ofKind("Cluster")) {
            Map<String, String> labels = Workload.texts(cluster.at("/spec/inheritedMetadata/labels"));
            labels.put("cnpg.io/cluster", cluster.name());
            pods.add(ours(cluster.name(), labels, Set.of(5432, 8000, 9187)));
        }
        for (Manifest pooler : overlay.ofKind("Pooler")) {
            Map<String, String> labels = Workload.texts(pooler.at("/spec/template/metadata/labels"));
            labels.put("cnpg.io/poolerName", pooler.name());
            pods.add(ours(pooler.name(), labels, Set.of(5432, 9127)));
        }
        return pods;
    }

    private static Peer ours(String name, Map<String, String> labels, Set<Integer> ports) {
        return new Peer(name, OURS, labels, "10.244.0.8", ports);
    }
}
