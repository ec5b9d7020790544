package com.tasktracker.bench;

import com.tasktracker.local.process.PidFile;
import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The processes of a suite, and what they have used so far, as Linux tells it under `/proc` (proc(5)).
///
/// PostgreSQL is many processes; those that have ended are counted with the one that waited for them.
final class Processes {
    static final List<String> PARTS =
            List.of("gateway", "identity-service", "team-service", "task-service", "postgres", "redis");

    /// Of the clock in which `/proc` counts; the same on every Linux that runs today.
    private static final double MILLIS_PER_TICK = 10;
    /// The fields of `/proc/<pid>/stat` behind the name, which may hold spaces: utime, stime, cutime, cstime.
    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;

    private final Map<String, ProcessHandle> parts = new LinkedHashMap<>();

    Processes(Home home) throws LaunchFailure {
        for (String part : PARTS) {
            new PidFile(home.pidFile(part)).living(_ -> true).ifPresent(process -> parts.put(part, process));
        }
    }

    /// CPU-milliseconds since each part began.
    Map<String, Double> cpu() {
        Map<String, Double> used = new LinkedHashMap<>();
        parts.forEach((part, process) -> used.put(
                part, whole(process).mapToDouble(each -> ticks(each.pid())).sum() * MILLIS_PER_TICK));
        return used;
    }

    /// MiB of memory that are each part's own (proportional set size), read from the kernel.
    Map<String, Double> memory() {
        return memory("Pss:");
    }

    /// MiB of memory that each part has mapped (resident set size): what its processes share is counted in each.
    Map<String, Double> residentMemory() {
        return memory("Rss:");
    }

    private Map<String, Double> memory(String kind) {
        Map<String, Double> used = new LinkedHashMap<>();
        parts.forEach((part, process) -> used.put(
                part,
                whole(process).mapToLong(each -> kibibytes(each.pid(), kind)).sum() / 1024.0));
        return used;
    }

    private static Stream<ProcessHandle> whole(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static double ticks(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1))
                .skip(FIRST_TIME)
                .limit(TIMES)
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static long kibibytes(long pid, String kind) {
        return read(Path.of("/proc", Long.toString(pid), "smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith(kind))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    /// Nothing of a process that has just ended.
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return ")";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
