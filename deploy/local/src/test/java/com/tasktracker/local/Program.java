package com.tasktracker.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs of others that a test makes use of, with the JDK of this process where they look for one.
final class Program {

    private static final int LINES = 40;

    private Program() {}

    /// How a program ended, and all that it said.
    record Outcome(List<String> command, int status, String said) {

        boolean isWell() {
            return status == 0;
        }

        /// What it said, once it is seen to have ended well.
        String expectWell() {
            if (!isWell()) {
                throw new AssertionError(this);
            }
            return said;
        }

        /// With the end of what it said, where the reason mostly stands.
        @Override
        public String toString() {
            List<String> lines = said.lines().toList();
            return String.join(" ", command) + " ended with " + status + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        }
    }

    /// The Maven that runs these tests.
    static String maven() {
        return Path.of(System.getProperty("maven.home"), "bin", "mvn").toString();
    }

    /// One of the JDK that these tests run on.
    static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    static Outcome run(Path folder, Duration limit, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new Outcome(List.of(command), process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
