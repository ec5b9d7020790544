package com.tasktracker.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is measured, and on how much.
///
/// @param tasks in the database, at least as many as there are boards
/// @param byApi as many of them are made over the API at most; the others are copied within the database
/// @param teams of ten users and five boards each
/// @param connections at which each kind of request is measured; latencies are taken at the last of them
/// @param warmUps at most as many slices before each kind of request is measured
/// @param slice how long one measurement takes, after warming up
/// @param only these scenarios; all if empty
/// @param folder for the results
record Options(
        int tasks,
        int byApi,
        int teams,
        List<Integer> connections,
        int warmUps,
        Duration slice,
        Set<String> only,
        Path folder) {
    static final String USAGE = """
            ./tasktracker bench [--tasks 20000] [--by-api 20000] [--teams 20] [--connections 1,16,64] [--warm-ups 20] [--seconds 8] [--only one-task,page] [--out target/bench]""";

    private static final Set<String> NAMES =
            Set.of("--tasks", "--by-api", "--teams", "--connections", "--warm-ups", "--seconds", "--only", "--out");
    private static final int MOST_TASKS = 20_000_000;
    private static final int MOST_TEAMS = 1000;
    private static final int MOST_SECONDS = 600;
    private static final int MOST_CONNECTIONS = 256;
    private static final int MOST_WARM_UPS = 100;

    Options {
        only = Set.copyOf(only);
        connections = List.copyOf(connections);
    }

    static Options of(List<String> arguments, Path root) {
        Options options = new Options(
                20_000,
                20_000,
                20,
                List.of(1, 16, 64),
                20,
                Duration.ofSeconds(8),
                Set.of(),
                root.resolve("target/bench"));
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value.\n" + USAGE);
            }
            options = options.with(name, rest.next(), root);
        }
        return options;
    }

    private Options with(String name, String value, Path root) {
        int tasks = name.equals("--tasks") ? number(name, value, MOST_TASKS) : this.tasks;
        int byApi = name.equals("--by-api") ? number(name, value, MOST_TASKS) : this.byApi;
        int teams = name.equals("--teams") ? number(name, value, MOST_TEAMS) : this.teams;
        int warmUps = name.equals("--warm-ups") ? number(name, value, MOST_WARM_UPS) : this.warmUps;
        Duration slice = name.equals("--seconds") ? Duration.ofSeconds(number(name, value, MOST_SECONDS)) : this.slice;
        List<Integer> connections = name.equals("--connections")
                ? words(value).map(word -> number(name, word, MOST_CONNECTIONS)).toList()
                : this.connections;
        Set<String> only = name.equals("--only") ? words(value).collect(Collectors.toSet()) : this.only;
        Path folder = name.equals("--out") ? root.resolve(value) : this.folder;
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("There is no option " + name + ".\n" + USAGE);
        }
        return new Options(tasks, byApi, teams, connections, warmUps, slice, only, folder);
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(",", -1));
    }

    private static int number(String name, String text, int most) {
        if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(name + " must be a number from 1 to " + most + ", not '" + text + "'.");
    }

    boolean includes(Scenario scenario) {
        return only.isEmpty() || only.contains(scenario.name());
    }
}
