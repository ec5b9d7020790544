package com.tasktracker.local.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the user set: the environment, and under it the file `.env` of the project's root. An empty value counts as not
/// set.
///
/// @param root of the project, which is the working folder of all services
/// @param environment with `.env` merged into it
public record Settings(Path root, Home home, Map<String, String> environment, Map<String, String> fileValues) {

    private static final int HIGHEST_PORT = 65_535;

    public Settings {
        root = root.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
        fileValues = Map.copyOf(fileValues);
    }

    public static Settings of(Path root, Map<String, String> environment) throws LaunchFailure {
        Map<String, String> file = DotEnv.read(root.resolve(".env"));
        Map<String, String> all = new HashMap<>(file);
        all.putAll(environment);
        String folder = Optional.ofNullable(all.get("TASKTRACKER_HOME"))
                .filter(text -> !text.isBlank())
                .orElse(".tasktracker");
        return new Settings(root, new Home(root.resolve(folder)), all, file);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    /// A setting of one service: the one with its prefix wins over the plain one.
    public Optional<String> value(Service service, String name) {
        return value(service.name() + "_" + name).or(() -> value(name));
    }

    /// The port of a part in a run of the whole suite.
    public int port(String variable, int fallback) throws LaunchFailure {
        Optional<String> text = value(variable);
        return text.isPresent() ? parsed(variable, text.get()) : fallback;
    }

    /// The port on which a part of this home runs, as far as can be known without asking for it by the environment:
    /// where it last ran, or what the file says, or the default.
    public int portOfSuite(String part, String variable, int fallback) throws LaunchFailure {
        Path file = home.portFile(part);
        if (Files.isRegularFile(file)) {
            try {
                return parsed(file.toString(), Files.readString(file).strip());
            } catch (IOException e) {
                throw new LaunchFailure("Cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        String set = fileValues.getOrDefault(variable, "");
        return set.isBlank() ? fallback : parsed(variable, set);
    }

    private static int parsed(String source, String text) throws LaunchFailure {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new LaunchFailure(source + " must be a port from 1 to " + HIGHEST_PORT + ", not '" + text + "'.", e);
        }
        throw new LaunchFailure(source + " must be a port from 1 to " + HIGHEST_PORT + ", not '" + text + "'.");
    }
}
