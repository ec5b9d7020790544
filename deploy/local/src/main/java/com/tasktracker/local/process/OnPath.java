package com.tasktracker.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Programs as a shell would find them.
public final class OnPath {

    private OnPath() {}

    public static Optional<Path> find(String program) {
        String folders = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(folders.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
