package com.tasktracker.local.parts;

import com.tasktracker.local.settings.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/// A service's own copy of what was built, for as long as it runs: a build in the meantime replaces the jars of the
/// original, out of which a running process would go on to load classes.
///
/// @param folder that the copy lies in, and nothing else
record Installation(Path folder) {

    /// Copies the folder that the jar stands in, over whatever was left there.
    ///
    /// @return the jar's copy
    Path of(Path jar) throws LaunchFailure {
        Path source = jar.resolveSibling("").normalize();
        try {
            remove();
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return folder.resolve(source.relativize(jar));
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchFailure("Cannot copy " + source + " to " + folder + ": " + e.getMessage(), e);
        }
    }

    void remove() throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
