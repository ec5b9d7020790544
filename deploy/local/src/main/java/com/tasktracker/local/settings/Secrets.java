package com.tasktracker.local.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Passwords and keys of one home, made on its first run and kept in `secrets.env`, readable by its owner alone. Each
/// has 256 random bits.
public final class Secrets {
    private static final int BYTES = 32;
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Those that are read as base64; the others are opaque texts that fit into URLs.
    private static final List<String> KEYS = List.of("KEY_ENCRYPTION_KEY", "EMAIL_HASH_KEY");

    private static final List<String> TEXTS = List.of(
            "POSTGRES_PASSWORD",
            "REDIS_PASSWORD",
            "IDENTITY_DB_PASSWORD",
            "IDENTITY_DB_MIGRATION_PASSWORD",
            "TEAM_DB_PASSWORD",
            "TEAM_DB_MIGRATION_PASSWORD",
            "TASK_DB_PASSWORD",
            "TASK_DB_MIGRATION_PASSWORD",
            "IDENTITY_SERVICE_SECRET",
            "TEAM_SERVICE_SECRET",
            "TASK_SERVICE_SECRET",
            "IDENTITY_APP_SECRET",
            "TEAM_APP_SECRET",
            "TASK_APP_SECRET");

    private final Map<String, String> values;

    private Secrets(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /// Reads what is there and adds what is missing. Launchers that start at the same time do so one after the other.
    public static Secrets of(Home home) throws LaunchFailure {
        // A file lock keeps other processes out, not other threads.
        ONE_AT_A_TIME.lock();
        try {
            return locked(home);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static Secrets locked(Home home) throws LaunchFailure {
        Path lock = home.lockFile("secrets");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assert held.isValid();
            return completed(home);
        } catch (IOException e) {
            throw new LaunchFailure("Cannot lock " + lock + ": " + e.getMessage(), e);
        }
    }

    private static Secrets completed(Home home) throws LaunchFailure {
        Path file = home.secrets();
        Map<String, String> values = new LinkedHashMap<>(DotEnv.read(file));
        if (values.isEmpty() && Files.isDirectory(home.postgres())) {
            throw new LaunchFailure("The secrets " + file + " are gone, but the data that they open is there ("
                    + home.postgres() + "). Put the file back, or remove the whole folder to start anew.");
        }
        int known = values.size();
        for (String key : KEYS) {
            values.computeIfAbsent(key, k -> Base64.getEncoder().encodeToString(random()));
        }
        for (String key : TEXTS) {
            values.computeIfAbsent(
                    key, k -> Base64.getUrlEncoder().withoutPadding().encodeToString(random()));
        }
        if (values.size() > known) {
            write(file, values);
        }
        return new Secrets(values);
    }

    public String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no such secret: " + name);
        }
        return value;
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static void write(Path file, Map<String, String> values) throws LaunchFailure {
        String text = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining(
                        "", "# Made by ./tasktracker run. Without it the data beside it is lost.\n", ""));
        try {
            Path written = Files.createTempFile(
                    file.getParent(),
                    "secrets",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(written, text);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LaunchFailure("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
