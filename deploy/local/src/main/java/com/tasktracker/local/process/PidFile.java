package com.tasktracker.local.process;

import com.tasktracker.local.settings.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// A file with the number of one process in its first line.
///
/// A number alone proves nothing, since the system uses it again. The process is the one that was meant if its command
/// line is as expected and it was there when the file was written.
public record PidFile(Path file) {
    /// The system's clock may have been set meanwhile, and start times are exact to a hundredth of a second at best.
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    public void write(long pid) throws LaunchFailure {
        try {
            Files.writeString(file, pid + "\n");
        } catch (IOException e) {
            throw new LaunchFailure("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // One that stays behind is checked against the process before anyone believes it.
            System.err.println("Could not remove " + file + ": " + e.getMessage());
        }
    }

    /// Removes the file if it still names this process, and not one that was started since.
    public void removeOf(long pid) {
        try {
            if (named().filter(named -> named == pid).isPresent()) {
                remove();
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            System.err.println("Could not read " + file + ": " + e.getMessage());
        }
    }

    /// The living process that the file names, if its command line is the expected one.
    public Optional<ProcessHandle> living(Predicate<String> expectedCommand) throws LaunchFailure {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return named().flatMap(ProcessHandle::of)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .map(start -> !start.isAfter(written.plus(CLOCK_TOLERANCE)))
                            .orElse(true))
                    .filter(process -> expectedCommand.test(CommandLine.of(process.pid())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LaunchFailure("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private Optional<Long> named() throws IOException {
        String first = Files.readString(file).lines().findFirst().orElse("").strip();
        return first.matches("[0-9]{1,10}") ? Optional.of(Long.valueOf(first)) : Optional.empty();
    }
}
