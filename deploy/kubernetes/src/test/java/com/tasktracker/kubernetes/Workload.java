package com.tasktracker.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What makes pods: a manifest, and the template of its pods.
record Workload(Manifest manifest, JsonNode template) {

    private static final Set<String> SERVICES = Set.of("gateway", "identity-service", "team-service", "task-service");

    String name() {
        return manifest.name();
    }

    boolean isService() {
        return manifest.kind().equals("Deployment") && SERVICES.contains(name());
    }

    JsonNode pod() {
        return template.path("spec");
    }

    Map<String, String> labels() {
        return texts(template.at("/metadata/labels"));
    }

    List<JsonNode> containers() {
        List<JsonNode> containers = new ArrayList<>();
        pod().path("containers").forEach(containers::add);
        pod().path("initContainers").forEach(containers::add);
        return containers;
    }

    /// The named ports of its containers.
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        pod().path("containers")
                .forEach(container -> container
                        .path("ports")
                        .forEach(port -> ports.put(
                                port.path("name").asText(),
                                port.path("containerPort").asInt())));
        return ports;
    }

    /// The names of what its containers may mount.
    Set<String> volumes() {
        Set<String> names = new TreeSet<>();
        pod().path("volumes").forEach(volume -> names.add(volume.path("name").asText()));
        manifest.at("/spec/volumeClaimTemplates")
                .forEach(claim -> names.add(claim.at("/metadata/name").asText()));
        return names;
    }

    /// The secrets that its pods are given.
    Set<String> secrets() {
        Set<String> names = new TreeSet<>();
        for (JsonNode volume : pod().path("volumes")) {
            if (volume.has("secret")) {
                names.add(volume.at("/secret/secretName").asText());
            }
            volume.at("/projected/sources")
                    .forEach(source -> names.add(source.at("/secret/name").asText()));
        }
        return names;
    }

    /// Whether a selector of labels chooses its pods.
    boolean isChosenBy(JsonNode selector) {
        return matches(selector, labels());
    }

    static boolean matches(JsonNode selector, Map<String, String> labels) {
        boolean all = texts(selector.path("matchLabels")).entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!expression.path("operator").asText().equals("In")) {
                throw new AssertionError("these tests know no " + expression);
            }
            boolean any = false;
            for (JsonNode value : expression.path("values")) {
                any |= value.asText().equals(labels.get(expression.path("key").asText()));
            }
            all &= any;
        }
        return all;
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    @Override
    public String toString() {
        return manifest.toString();
    }
}
