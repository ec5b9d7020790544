package com.tasktracker.local.parts;

import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/// Where programs are unpacked once for all homes of a user: `$XDG_CACHE_HOME/tasktracker` or `~/.cache/tasktracker`.
final class Cache {

    private Cache() {}

    interface Unpacking {
        void into(Path folder) throws IOException;
    }

    static Path of(Settings settings) {
        return settings.value("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() ->
                        Path.of(settings.value("HOME").orElseGet(() -> System.getProperty("user.home")), ".cache"))
                .resolve("tasktracker");
    }

    /// The folder of that name, made by the unpacking if it is not there. A folder is either whole or not there,
    /// whatever happens meanwhile and whoever does the same at the same time.
    static Path folder(Path cache, String name, Unpacking unpacking) throws LaunchFailure {
        Path folder = cache.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(cache);
            Path unfinished = Files.createTempDirectory(cache, name + ".");
            try {
                unpacking.into(unfinished);
                rename(unfinished, folder);
            } finally {
                remove(unfinished);
            }
            return folder;
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchFailure(
                    "Cannot unpack " + name + " into " + cache + ": " + e.getMessage()
                            + ". Another place can be set with XDG_CACHE_HOME.",
                    e);
        }
    }

    private static void rename(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
