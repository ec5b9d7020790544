package com.tasktracker.local.settings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The four services that are processes of their own.
public enum Service {
    IDENTITY("identity-service", "/q/health/ready", 104),
    TEAM("team-service", "/q/health/ready", 96),
    TASK("task-service", "/q/health/ready", 320),
    GATEWAY("gateway", "/health/ready", 96);

    private final String folder;
    private final String readiness;
    private final int heapMebibytes;

    Service(String folder, String readiness, int heapMebibytes) {
        this.folder = folder;
        this.readiness = readiness;
        this.heapMebibytes = heapMebibytes;
    }

    public static Optional<Service> named(String name) {
        return Arrays.stream(values())
                .filter(service -> service.folder.equals(name))
                .findFirst();
    }

    /// Those that own a schema, a feed or follow one.
    public static List<Service> withData() {
        return List.of(IDENTITY, TEAM, TASK);
    }

    /// The name on the command line, of the log and of the module.
    public String folder() {
        return folder;
    }

    /// The path that answers 200 once the service can do its work.
    public String readiness() {
        return readiness;
    }

    /// The most that its heap may grow to, as in its image: docs/operations.md, "Sizing".
    public int heapMebibytes() {
        return heapMebibytes;
    }

    /// The schema and runtime role; the owner role has `_owner` added.
    public String schema() {
        return switch (this) {
            case IDENTITY -> "identity";
            case TEAM -> "team";
            case TASK -> "task";
            case GATEWAY -> throw new IllegalStateException("the gateway has no database");
        };
    }

    public boolean hasData() {
        return this != GATEWAY;
    }

    public String portVariable() {
        return name() + "_PORT";
    }

    public Path jar(Path root) {
        return root.resolve(folder).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
