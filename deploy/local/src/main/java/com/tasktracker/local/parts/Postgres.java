package com.tasktracker.local.parts;

import com.sun.security.auth.module.UnixSystem;
import com.tasktracker.local.process.Child;
import com.tasktracker.local.process.PidFile;
import com.tasktracker.local.process.Signal;
import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Ports;
import com.tasktracker.local.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The embedded PostgreSQL: as durable as a real one, with passwords, on the loopback address alone.
public final class Postgres implements Part {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(30);

    /// After a crash, processes of the server that crashed may need this long to notice and to let go of the data.
    private static final Duration OLD_SERVER_LIMIT = Duration.ofSeconds(20);

    private static final String ACCESS = """
            # Written at every start. Nobody gets in without a password.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private static final Map<String, String> CONFIGURATION = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("max_connections", "200"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] %q%u "));

    private final Settings settings;
    private final Home home;
    private final int port;
    private final Roles roles;
    private final Disguise disguise;
    private final Child child;
    private volatile @Nullable Process initialising;

    public Postgres(Settings settings, int port, Roles roles) throws LaunchFailure {
        this(settings, port, roles, Disguise.of(new UnixSystem().getUid()));
    }

    Postgres(Settings settings, int port, Roles roles, Disguise disguise) {
        this.disguise = disguise;
        this.settings = settings;
        this.home = settings.home();
        this.port = port;
        this.roles = roles;
        this.child = new Child(home, Ports.POSTGRES, Ports.POSTGRES);
    }

    @Override
    public String name() {
        return Ports.POSTGRES;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String portVariable() {
        return Ports.POSTGRES_VARIABLE;
    }

    @Override
    public boolean recover() throws LaunchFailure {
        Predicate<String> isOurs = command -> command.contains("-D " + home.postgres() + " ");
        Path ownPidFile = home.postgres().resolve("postmaster.pid");
        Optional<ProcessHandle> leftover = child.pidFile().living(isOurs);
        if (leftover.isEmpty()) {
            // The launcher may have died before it wrote its file; the server keeps one of its own.
            leftover = new PidFile(ownPidFile).living(isOurs);
        }
        if (leftover.isEmpty()) {
            return false;
        }
        if (portIn(ownPidFile) == port) {
            child.adopt(leftover.get());
            return true;
        }
        Child.end(leftover.get(), Signal.INT, GRACE);
        return false;
    }

    @Override
    public void start() throws LaunchFailure {
        if (child.process().isEmpty()) {
            PostgresProgram program = PostgresProgram.unpacked(settings, disguise);
            if (!Files.isRegularFile(home.postgres().resolve("PG_VERSION"))) {
                program.initialise(home.postgres(), roles.superuserPassword(), process -> initialising = process);
            }
            startServer(program);
        }
        awaitConnections();
        try {
            roles.apply(port);
        } catch (SQLException | IOException e) {
            throw new LaunchFailure("Cannot set up the database on port " + port + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void stop() {
        // INT is the fast shutdown: sessions are ended, nothing that was committed is lost, no recovery at the next
        // start.
        child.stop(Signal.INT, GRACE);
        Process making = initialising;
        if (making != null) {
            Child.end(making.toHandle(), Signal.TERM, GRACE);
        }
    }

    @Override
    public CompletableFuture<Void> ended() {
        return child.ended();
    }

    private void startServer(PostgresProgram program) throws LaunchFailure {
        try {
            Files.writeString(home.postgres().resolve("pg_hba.conf"), ACCESS);
        } catch (IOException e) {
            throw new LaunchFailure("Cannot write to " + home.postgres() + ": " + e.getMessage(), e);
        }
        List<String> arguments =
                new ArrayList<>(List.of("-D", home.postgres().toString(), "-p", Integer.toString(port)));
        CONFIGURATION.forEach((key, value) -> {
            arguments.add("-c");
            arguments.add(key + "=" + value);
        });
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("LC_ALL", "C");
        child.start(program.command("postgres", arguments), environment, home.folder());
        long limit = System.nanoTime() + OLD_SERVER_LIMIT.toNanos();
        while (child.endsWithin(LOOK_EVERY.multipliedBy(4)) && isHeldByOldServer() && System.nanoTime() < limit) {
            child.start(program.command("postgres", arguments), environment, home.folder());
        }
    }

    private boolean isHeldByOldServer() {
        return child.log().tail(5).stream().anyMatch(line -> line.contains("pre-existing shared memory block"));
    }

    private void awaitConnections() throws LaunchFailure {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!roles.canConnect(port)) {
            if (child.endsWithin(LOOK_EVERY)) {
                throw JavaService.failure(name(), "ended before it was ready", child.log());
            }
            if (System.nanoTime() > limit) {
                throw JavaService.failure(
                        name(), "took no connections for " + START_LIMIT.toSeconds() + " s", child.log());
            }
        }
    }

    /// The fourth line of the server's own pid file; 0 when it says none.
    private static int portIn(Path pidFile) {
        try {
            return Files.readAllLines(pidFile).stream()
                    .skip(3)
                    .findFirst()
                    .filter(line -> line.matches("[0-9]{1,5}"))
                    .map(Integer::valueOf)
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
