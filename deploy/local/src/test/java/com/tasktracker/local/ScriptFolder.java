package com.tasktracker.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A machine as the script `tasktracker` sees it: a project with nothing in it, the programs of the system that it
/// uses, and whatever Java and Maven a test puts there. None of the real ones is found: the places in which the script
/// looks for a JDK lie in this folder.
final class ScriptFolder {

    private static final List<String> TOOLS = List.of(
            "bash cat chmod cksum cp dirname find grep head mkdir mktemp mv readlink rm sed sort tr".split(" "));
    private static final int LIMIT_SECONDS = 60;

    /// How the script ended, and what it said.
    record Outcome(int status, String output, String errors) {}

    private final Path folder;

    ScriptFolder(Path folder, Path script) throws IOException {
        this.folder = folder;
        Files.createDirectories(root().resolve(".mvn"));
        Files.createDirectories(home());
        Files.createDirectories(bin());
        Files.writeString(root().resolve("pom.xml"), "<project/>");
        Files.writeString(root().resolve(".mvn/jvm.config"), "");
        for (String tool : TOOLS) {
            Files.createSymbolicLink(
                    bin().resolve(tool),
                    Browser.find(tool).orElseThrow(() -> new IllegalStateException("the system has no " + tool)));
        }
        String moved = Files.readString(script).replaceAll("(?<= )/(usr|opt|Library)/", folder + "/$1/");
        program(root().resolve("tasktracker"), moved);
    }

    Path root() {
        return folder.resolve("project");
    }

    Path home() {
        return folder.resolve("home");
    }

    /// Where programs are found by their names.
    private Path bin() {
        return folder.resolve("bin");
    }

    /// Puts a JDK of this version into one of the usual places. Its `java` tells what it was started with.
    Path jdk(String place, String version) throws IOException {
        Path jdk = folder.resolve(place);
        program(jdk.resolve("bin/java"), """
                #!/bin/bash
                if [ "$1" = -version ]; then
                  echo 'openjdk version "%s" 2025-09-16' >&2
                else
                  echo "java started: $*"
                fi
                """.formatted(version));
        program(jdk.resolve("bin/javac"), "#!/bin/bash\n");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    /// Makes the `java` of a JDK the one that is found by its name, through a link as systems have it.
    void toPath(Path jdk) throws IOException {
        Files.createSymbolicLink(bin().resolve("java"), jdk.resolve("bin/java"));
    }

    /// Puts a Maven on the path. Whatever it is asked for but its version, it does as `work` says, a piece of Bash.
    void maven(String version, String work) throws IOException {
        Path maven = folder.resolve("maven-" + version);
        Files.createDirectories(maven.resolve("conf"));
        Files.writeString(maven.resolve("conf/settings.xml"), "<settings>of Maven " + version + "</settings>");
        program(maven.resolve("bin/mvn"), mavenProgram(version, maven, work));
        Files.createSymbolicLink(bin().resolve("mvn"), maven.resolve("bin/mvn"));
    }

    static String mavenProgram(String version, Path home, String work) {
        return """
                #!/bin/bash
                if [ "$1" = -v ]; then
                  echo "Apache Maven %s (somewhat bold)"
                  echo "Maven home: %s"
                  exit
                fi
                %s
                """.formatted(version, home, work);
    }

    /// What a test run leaves in a module.
    void report(Path into, String module, String suite, int tests, int failures, int errors, int skipped)
            throws IOException {
        Path reports = into.resolve(module).resolve("target/surefire-reports");
        Files.createDirectories(reports);
        Files.writeString(
                reports.resolve("TEST-" + suite + ".xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0.2" name="%s" time="0.512"
                    tests="%d" errors="%d" skipped="%d" failures="%d" flakes="0">
                  <testcase name="a" time="0.1"><failure>tests="77"</failure></testcase>
                </testsuite>
                """.formatted(suite, tests, errors, skipped, failures));
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, text);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    }

    Outcome run(String... arguments) throws Exception {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(
                        root().resolve("tasktracker").toString())
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin().toString(), "HOME", home().toString()));
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException("the script did not end");
        }
        return new Outcome(
                process.exitValue(),
                Files.readString(output, StandardCharsets.UTF_8),
                Files.readString(errors, StandardCharsets.UTF_8));
    }
}
