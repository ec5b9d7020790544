package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSuite.class)
class QuickstartTest {

    private static final String MARK = "<!-- quickstart: a test runs this block as it stands -->\n```sh\n";

    @TempDir
    Path folder;

    @Test
    void theQuickstartOfTheReadmeWorksWhenPasted(Suite suite) throws IOException, InterruptedException {
        assumeTrue(onPath("curl") && onPath("bash"), "curl and bash are not on the path");
        String readme = Files.readString(Path.of(System.getProperty("tasktracker.root"), "README.md"));
        int start = readme.indexOf(MARK);
        assertThat(start).as("the marked block of the README").isPositive();
        String block = readme.substring(start + MARK.length(), readme.indexOf("\n```\n", start));
        Path script = folder.resolve("quickstart.sh");
        Files.writeString(
                script,
                "set -e\n"
                        + block.replace("http://localhost:8080", suite.gateway().toString()));

        Path output = folder.resolve("output");
        Process process = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said.lines().toList().getLast()).contains("\"status\":\"in_progress\"");
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }
}
