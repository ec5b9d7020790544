package com.tasktracker.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tasktracker.local.process.OnPath;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The manifests of an overlay, and what its containers are given of variables and secrets.
record RenderedOverlay(List<JsonNode> documents) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Z0-9_]+)\\)");

    static RenderedOverlay of(Path root, String overlay) throws IOException, InterruptedException {
        assumeTrue(OnPath.find("kubectl").isPresent(), "kubectl is not on the path");
        Path folder = root.resolve("deploy/kubernetes/overlays").resolve(overlay);
        Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectError(Redirect.DISCARD)
                .start();
        List<JsonNode> documents = new ArrayList<>();
        try (var each = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(process.getInputStream())) {
            each.forEachRemaining(documents::add);
        }
        if (process.waitFor() != 0) {
            throw new AssertionError("kubectl cannot render " + folder);
        }
        return new RenderedOverlay(documents);
    }

    /// The pod that a Deployment or Job makes.
    JsonNode pod(String kind, String name) {
        return one(kind, name).at("/spec/template/spec");
    }

    /// The variables of a container as a cluster makes them: those of the ConfigMap, then its own, in which `$(NAME)`
    /// is the value of one that came before.
    Map<String, String> environment(JsonNode container) {
        Map<String, String> variables = new HashMap<>();
        for (JsonNode from : container.path("envFrom")) {
            one("ConfigMap", from.at("/configMapRef/name").asText())
                    .path("data")
                    .properties()
                    .forEach(entry ->
                            variables.put(entry.getKey(), entry.getValue().asText()));
        }
        for (JsonNode own : container.path("env")) {
            String value = REFERENCE
                    .matcher(own.path("value").asText())
                    .replaceAll(name -> Matcher.quoteReplacement(variables.getOrDefault(name.group(1), name.group())));
            variables.put(own.path("name").asText(), value);
        }
        return variables;
    }

    /// The files in a pod's folder of secrets. What is in a secret that is given whole, the example of an external
    /// store says, which only the overlay for production has.
    Set<String> secrets(JsonNode pod) {
        Set<String> files = new TreeSet<>();
        for (JsonNode volume : pod.path("volumes")) {
            for (JsonNode source : volume.at("/projected/sources")) {
                JsonNode secret = source.path("secret");
                if (secret.has("items")) {
                    secret.path("items")
                            .forEach(item -> files.add(item.path("path").asText()));
                } else {
                    one("ExternalSecret", secret.path("name").asText())
                            .at("/spec/data")
                            .forEach(data -> files.add(data.path("secretKey").asText()));
                }
            }
        }
        return files;
    }

    private JsonNode one(String kind, String name) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind)
                        && document.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }
}
