package com.tasktracker.local.parts;

import com.tasktracker.local.process.Child;
import com.tasktracker.local.process.LogFile;
import com.tasktracker.local.process.Signal;
import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Service;
import com.tasktracker.local.settings.Settings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One of the four services, as a Java process.
public final class JavaService implements Part {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /// Longer than the 20 s that a service gives the requests which it is answering.
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int LOOK_TIMEOUT_MILLIS = 2000;
    private static final int OK = 200;

    /// Four of them share a machine with a database and perhaps an IDE: a small heap that grows, a collector without
    /// threads of its own, and memory that is given back. The images have the same.
    private static final List<String> SMALL_FOOTPRINT = List.of(
            "-XX:+UseSerialGC",
            "-Xms32m",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:TrimNativeHeapInterval=30000",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Settings settings;
    private final Service service;
    private final String name;
    private final int port;
    private final Map<String, String> environment;
    private final Child child;
    private final Installation installation;
    private volatile Duration startTime = Duration.ZERO;

    /// @param name of the process: the service's, with the port added for a replica
    public JavaService(Settings settings, Service service, String name, int port, Map<String, String> environment) {
        this.settings = settings;
        this.service = service;
        this.name = name;
        this.port = port;
        this.environment = Map.copyOf(environment);
        this.child = new Child(settings.home(), name, name);
        this.installation = new Installation(settings.home().app(name));
    }

    @Override
    public String name() {
        return name;
    }

    public Service service() {
        return service;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String portVariable() {
        return service.portVariable();
    }

    /// A service holds nothing that would be lost, and may be of an older build: what is left of it is ended.
    @Override
    public boolean recover() throws LaunchFailure {
        end(settings.home(), name);
        return false;
    }

    /// Ends what is left of a service of this home, if anything is.
    public static void end(Home home, String name) throws LaunchFailure {
        Child child = new Child(home, name, name);
        Optional<ProcessHandle> leftover = child.pidFile().living(command -> command.contains(marker(home) + " "));
        leftover.ifPresent(process -> Child.end(process, Signal.TERM, GRACE));
        child.pidFile().remove();
    }

    @Override
    public void start() throws LaunchFailure {
        Path jar = service.jar(settings.root());
        if (!Files.isRegularFile(jar)) {
            throw new LaunchFailure(
                    name + " is not built: there is no " + jar + ". Run ./tasktracker run, or mvn package.");
        }
        List<String> command = command(installation.of(jar));
        long begin = System.nanoTime();
        child.start(command, environment, settings.root());
        long limit = begin + START_LIMIT.toNanos();
        while (!isReady()) {
            if (child.endsWithin(LOOK_EVERY)) {
                throw failure("ended before it was ready");
            }
            if (System.nanoTime() > limit) {
                throw failure("was not ready after " + START_LIMIT.toMinutes() + " minutes");
            }
        }
        startTime = Duration.ofNanos(System.nanoTime() - begin);
    }

    /// From the start of the process until it was seen to be ready, which is looked at ten times a second; nothing
    /// before that.
    public Duration startTime() {
        return startTime;
    }

    @Override
    public void stop() {
        child.stop(Signal.TERM, GRACE);
        try {
            installation.remove();
        } catch (IOException e) {
            // The next start of this service clears it away.
            System.err.println("Could not remove " + installation.folder() + ": " + e.getMessage());
        }
    }

    @Override
    public CompletableFuture<Void> ended() {
        return child.ended();
    }

    private List<String> command(Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(marker(settings.home()));
        command.addAll(SMALL_FOOTPRINT);
        command.add("-Xmx" + service.heapMebibytes() + "m");
        // For all services, and for this one.
        for (String variable : List.of("TASKTRACKER_JAVA_OPTS", service.name() + "_JAVA_OPTS")) {
            settings.value(variable)
                    .ifPresent(options ->
                            command.addAll(Arrays.asList(options.strip().split("\\s+"))));
        }
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private static String marker(Home home) {
        return "-Dtasktracker.home=" + home.folder();
    }

    private boolean isReady() {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + service.readiness())
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(LOOK_TIMEOUT_MILLIS);
            connection.setReadTimeout(LOOK_TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    private LaunchFailure failure(String what) {
        return failure(name, what, child.log());
    }

    /// With the end of the log, since that is where one looks next.
    static LaunchFailure failure(String name, String what, LogFile log) {
        List<String> tail = log.tail(20);
        String shown = tail.isEmpty() ? "" : " Its log ends with:\n    " + String.join("\n    ", tail);
        return new LaunchFailure(name + " " + what + ": see " + log.path() + "." + shown);
    }
}
