package com.tasktracker.local;

import com.tasktracker.local.process.PidFile;
import com.tasktracker.local.process.Signal;
import com.tasktracker.local.settings.DotEnv;
import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Service;
import com.tasktracker.local.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A whole suite as `./tasktracker run` starts it, with the same classes, in a home of its own and on free ports.
///
/// A test that only uses the suite takes the shared one as a parameter, see [SharedSuite]. One that changes settings,
/// or
/// kills parts, starts its own:
///
///     try (Suite suite = Suite.ofServices().set("FEEDS_MAX_STALENESS", "5s").start()) {
///         suite.signal("team-service", Signal.STOP);
///         Run replica = suite.startAlone(Map.of("TASK_PORT", "" + Suite.freePort()), "task-service");
///     }
final class Suite implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final String[] PORTS = {
        "GATEWAY_PORT", "IDENTITY_PORT", "TEAM_PORT", "TASK_PORT", "POSTGRES_PORT", "REDIS_PORT", "MAIL_SINK_PORT"
    };

    private final Path root;
    private final Path folder;
    private final Map<String, String> environment;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    private final Deque<Run> runs = new ConcurrentLinkedDeque<>();

    private Suite(Path root) {
        this.root = root;
        try {
            folder = Files.createTempDirectory("tasktracker-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment = new HashMap<>(System.getenv());
        environment.put("TASKTRACKER_HOME", folder.resolve("home").toString());
        // To compile well what runs for some seconds takes longer than it saves.
        environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        List<Integer> ports = freePorts(PORTS.length);
        for (int i = 0; i < PORTS.length; i++) {
            environment.put(PORTS[i], Integer.toString(ports.get(i)));
        }
    }

    /// The services of this build.
    static Suite ofServices() {
        Path root = Path.of(System.getProperty("tasktracker.root"));
        for (Service service : Service.values()) {
            if (!Files.isRegularFile(service.jar(root))) {
                throw new IllegalStateException(
                        service.folder() + " is not built: use the phase verify, with -am if one module is named");
            }
        }
        return new Suite(root);
    }

    /// Stubs in place of the services, for tests of the launcher itself.
    static Suite ofStubs() {
        try {
            Suite suite = new Suite(Files.createTempDirectory("tasktracker-stubs"));
            StubService.project(suite.root);
            return suite;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Suite set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Suite start() throws LaunchFailure {
        Settings settings = settings(environment);
        settings.home().create();
        begin(new Run(settings, Plan.whole(settings), out));
        return this;
    }

    /// Starts the named parts as a second `./tasktracker run <parts>` would, with these settings added.
    Run startAlone(Map<String, String> added, String... names) throws LaunchFailure {
        Map<String, String> whole = new HashMap<>(environment);
        whole.putAll(added);
        Settings settings = settings(whole);
        settings.home().create();
        return begin(new Run(settings, Plan.named(settings, Arrays.asList(names)), out));
    }

    /// The same, with services that were built in another folder, such as those of a version before.
    Run startAlone(Path built, Map<String, String> added, String... names) throws LaunchFailure {
        Map<String, String> whole = new HashMap<>(environment);
        whole.putAll(added);
        Settings settings = new Settings(built, home(), whole, Map.of());
        settings.home().create();
        return begin(new Run(settings, Plan.named(settings, Arrays.asList(names)), out));
    }

    private Run begin(Run run) throws LaunchFailure {
        runs.push(run);
        run.start();
        return run;
    }

    /// Without the project's `.env`, which is the developer's and not the tests'.
    private Settings settings(Map<String, String> values) {
        return new Settings(root, home(), values, Map.of());
    }

    Path root() {
        return root;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    Home home() {
        return new Home(folder.resolve("home"));
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + port("GATEWAY_PORT"));
    }

    int port(String variable) {
        return Integer.parseInt(environment.getOrDefault(variable, "0"));
    }

    /// Where every mail becomes a file `*.eml`.
    Path mail() {
        return home().mail();
    }

    /// A generated secret, such as `TASK_DB_PASSWORD`.
    String secret(String name) throws LaunchFailure {
        return DotEnv.read(home().secrets()).getOrDefault(name, "");
    }

    /// What the launcher printed.
    String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /// The process of a part, by its pid file.
    ProcessHandle process(String part) throws LaunchFailure {
        return new PidFile(home().pidFile(part))
                .living(command -> true)
                .orElseThrow(() -> new IllegalStateException(part + " does not run"));
    }

    void signal(String part, Signal signal) throws LaunchFailure {
        signal.sendTo(process(part).pid());
    }

    /// Kills a part, and waits until the launcher has noticed.
    void kill(String part) throws Exception {
        ProcessHandle process = process(part);
        String report = part + " has ended by itself";
        int before = output().split(report, -1).length;
        Signal.KILL.sendTo(process.pid());
        awaitEnd(process.onExit());
        await(part + " is given up", () -> output().split(report, -1).length > before);
    }

    private static void awaitEnd(CompletableFuture<?> end) throws Exception {
        end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /// Looks again and again, until it is so or a minute is over.
    static void await(String what, BooleanSupplier isSo) throws Exception {
        await(what, LIMIT, isSo);
    }

    static void await(String what, Duration limit, BooleanSupplier isSo) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    static int freePort() {
        return freePorts(1).getFirst();
    }

    /// Free at this moment, and different from each other. They lie below those that Linux gives to clients, one of
    /// whom
    /// might else have it while its server is away for a moment.
    private static List<Integer> freePorts(int count) {
        return ThreadLocalRandom.current()
                .ints(20_000, 32_768)
                .filter(Suite::isFree)
                .distinct()
                .limit(count)
                .boxed()
                .toList();
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (BindException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends everything that was started, the last first, and removes the home.
    @Override
    public void close() {
        while (!runs.isEmpty()) {
            runs.pop().close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
