package com.tasktracker.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The command line of a process, its arguments separated by blanks; empty when it cannot be seen.
final class CommandLine {

    private CommandLine() {}

    static String of(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "cmdline");
        if (Files.isReadable(file)) {
            try {
                return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .replace('\0', ' ')
                        .strip();
            } catch (IOException e) {
                // It ended between the two looks.
                return "";
            }
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .orElse("");
    }
}
