package com.tasktracker.local.parts;

import com.tasktracker.local.process.Child;
import com.tasktracker.local.process.OnPath;
import com.tasktracker.local.process.Signal;
import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Ports;
import com.tasktracker.local.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import redis.embedded.core.ExecutableProvider;

/// Redis: the one on the path (`redis-server` or `valkey-server`), else the one that a library brings. It keeps nothing
/// on disk, since it holds only what may be lost.
public final class Redis implements Part {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int LOOK_TIMEOUT_MILLIS = 1000;
    private static final String GREETING = "+OK\r\n+PONG\r\n";

    private final Settings settings;
    private final Home home;
    private final int port;
    private final String password;
    private final Child child;

    public Redis(Settings settings, int port, String password) {
        this.settings = settings;
        this.home = settings.home();
        this.port = port;
        this.password = password;
        this.child = new Child(home, Ports.REDIS, Ports.REDIS);
    }

    @Override
    public String name() {
        return Ports.REDIS;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String portVariable() {
        return Ports.REDIS_VARIABLE;
    }

    /// It shows its port in its command line, and answers to this home's password alone.
    @Override
    public boolean recover() throws LaunchFailure {
        Optional<ProcessHandle> leftover = child.pidFile()
                .living(command -> command.contains("redis-server") || command.contains("valkey-server"));
        if (leftover.isEmpty()) {
            return false;
        }
        if (answers()) {
            child.adopt(leftover.get());
            return true;
        }
        Child.end(leftover.get(), Signal.TERM, GRACE);
        return false;
    }

    @Override
    public void start() throws LaunchFailure {
        if (child.process().isEmpty()) {
            child.start(List.of(program(), configuration().toString()), System.getenv(), home.redis());
        }
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (child.endsWithin(LOOK_EVERY)) {
                throw JavaService.failure(name(), "ended before it was ready", child.log());
            }
            if (System.nanoTime() > limit) {
                throw JavaService.failure(name(), "gave no answer for " + START_LIMIT.toSeconds() + " s", child.log());
            }
        }
    }

    @Override
    public void stop() {
        child.stop(Signal.TERM, GRACE);
    }

    @Override
    public CompletableFuture<Void> ended() {
        return child.ended();
    }

    private String program() throws LaunchFailure {
        Optional<Path> installed = OnPath.find("redis-server").or(() -> OnPath.find("valkey-server"));
        if (installed.isPresent()) {
            return installed.get().toString();
        }
        Path folder = Cache.folder(Cache.of(settings), "redis-" + libraryVersion(), target -> {
            Path unpacked = ExecutableProvider.newJarResourceProvider(target.toFile())
                    .get()
                    .toPath();
            Files.move(unpacked, target.resolve("redis-server"));
        });
        return folder.resolve("redis-server").toString();
    }

    /// The library names its version in its jar's name alone.
    private static String libraryVersion() {
        String jar = ExecutableProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return jar.substring(jar.lastIndexOf('/') + 1).replace(".jar", "");
    }

    private Path configuration() throws LaunchFailure {
        Path file = home.redis().resolve("redis.conf");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, """
                    # Written at every start.
                    bind 127.0.0.1
                    port PORT
                    requirepass PASSWORD
                    daemonize no
                    dir "FOLDER"
                    save ""
                    appendonly no
                    maxmemory 128mb
                    maxmemory-policy allkeys-lru
                    """.replace("PORT", Integer.toString(port))
                    .replace("PASSWORD", password)
                    .replace("FOLDER", home.redis().toString()));
        } catch (IOException e) {
            throw new LaunchFailure("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LOOK_TIMEOUT_MILLIS);
            socket.setSoTimeout(LOOK_TIMEOUT_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream input = socket.getInputStream();
            return new String(input.readNBytes(GREETING.length()), StandardCharsets.US_ASCII).equals(GREETING);
        } catch (IOException e) {
            return false;
        }
    }
}
