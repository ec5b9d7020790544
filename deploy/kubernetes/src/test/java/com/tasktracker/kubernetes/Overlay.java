package com.tasktracker.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An overlay, rendered once for all tests. Where there is neither kubectl nor kustomize, what needs it is skipped.
enum Overlay {
    LOCAL,
    JVM,
    NATIVE,
    PRODUCTION;

    static final Path ROOT = Path.of(System.getProperty("tasktracker.root"));
    static final Path FOLDER = ROOT.resolve("deploy/kubernetes");

    private static final Map<Overlay, List<Manifest>> RENDERED = new ConcurrentHashMap<>();
    private static final @Nullable List<String> RENDERER = renderer();

    List<Manifest> manifests() {
        assumeTrue(RENDERER != null, "neither kubectl nor kustomize is on the path");
        return RENDERED.computeIfAbsent(this, overlay -> {
            try {
                return overlay.render();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    List<Manifest> ofKind(String... kinds) {
        List<String> wanted = List.of(kinds);
        return manifests().stream().filter(m -> wanted.contains(m.kind())).toList();
    }

    Manifest one(String kind, String name) {
        return ofKind(kind).stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(this + " has no " + kind + " " + name));
    }

    /// Everything that makes pods, with the pods' template in it.
    List<Workload> workloads() {
        List<Workload> workloads = new ArrayList<>();
        for (Manifest manifest : manifests()) {
            switch (manifest.kind()) {
                case "Deployment", "StatefulSet", "Job" ->
                    workloads.add(new Workload(manifest, manifest.at("/spec/template")));
                case "CronJob" -> workloads.add(new Workload(manifest, manifest.at("/spec/jobTemplate/spec/template")));
                default -> {}
            }
        }
        return workloads;
    }

    /// The settings that all services are given.
    Map<String, String> settings() {
        Manifest config = ofKind("ConfigMap").stream()
                .filter(m -> m.name().startsWith("tasktracker-"))
                .findFirst()
                .orElseThrow();
        return Workload.texts(config.at("/data"));
    }

    private List<Manifest> render() throws IOException {
        List<String> command = new ArrayList<>(RENDERER == null ? List.of() : RENDERER);
        command.add(FOLDER.resolve("overlays")
                .resolve(name().toLowerCase(java.util.Locale.ROOT))
                .toString());
        Path errors = Files.createTempFile("kustomize", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaint = Files.readString(errors);
        Files.delete(errors);
        if (exitOf(process) != 0 || !complaint.isBlank()) {
            throw new AssertionError(this + " cannot be rendered without complaint: " + complaint);
        }
        YAMLMapper yaml = new YAMLMapper();
        List<Manifest> manifests = new ArrayList<>();
        try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(output)) {
            documents.forEachRemaining(document -> manifests.add(new Manifest(document)));
        }
        return manifests;
    }

    private static int exitOf(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable List<String> renderer() {
        if (isOnPath("kubectl")) {
            return List.of("kubectl", "kustomize");
        }
        return isOnPath("kustomize") ? List.of("kustomize", "build") : null;
    }

    static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
