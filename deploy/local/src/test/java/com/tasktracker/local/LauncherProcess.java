package com.tasktracker.local;

import com.tasktracker.local.process.Signal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The launcher as a process of its own, as the script starts it.
final class LauncherProcess implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final Process process;
    private final Path output;

    private LauncherProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static LauncherProcess start(Suite suite, String... parts) throws IOException {
        Path output = Files.createTempFile("launcher", ".out");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // So that what it runs through counts as covered.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx128m", "-Dtasktracker.root=" + suite.root(), "-cp", classPath()));
        command.add(Launcher.class.getName());
        command.addAll(Arrays.asList(parts));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(suite.environment());
        return new LauncherProcess(builder.start(), output);
    }

    /// Without the log manager of Quarkus, which the launcher does not have either.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("logmanager"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for a line with this text, which must come before the launcher ends.
    LauncherProcess awaitLine(String text) throws Exception {
        Suite.await("'" + text + "' in: " + output(), () -> output().contains(text) || !process.isAlive());
        if (!output().contains(text)) {
            throw new IllegalStateException("the launcher ended without '" + text + "': " + output());
        }
        return this;
    }

    LauncherProcess signal(Signal signal) {
        signal.sendTo(process.pid());
        return this;
    }

    int awaitExit() {
        return process.onExit()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        awaitExit();
        Files.deleteIfExists(output);
    }
}
