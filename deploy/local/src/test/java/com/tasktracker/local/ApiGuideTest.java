package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSuite.class)
class ApiGuideTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final String ARROW = "# → ";

    @TempDir
    Path folder;

    @Test
    void theExamplesOfTheGuideAnswerWhatItSays(Suite suite) throws IOException, InterruptedException {
        assumeTrue(
                Browser.find("bash").isPresent()
                        && Browser.find("curl").isPresent()
                        && Browser.find("jq").isPresent(),
                "needs bash, curl and jq");
        String guide = Files.readString(suite.root().resolve("docs/api.md"));
        String blocks =
                BLOCK.matcher(guide).results().map(block -> block.group(1)).collect(Collectors.joining());
        assertThat(blocks.lines().filter(line -> line.startsWith(ARROW))).hasSizeGreaterThan(10);
        Path script = folder.resolve("guide.sh");
        Files.writeString(
                script,
                checked(blocks).replace("http://localhost:8080", suite.gateway().toString()));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(output, StandardCharsets.UTF_8))
                .isZero();
    }

    /// Each command whose answer an arrow points at is followed by a look whether that is in what it printed last.
    private static String checked(String blocks) {
        StringBuilder script = new StringBuilder("set -e\n");
        StringBuilder chunk = new StringBuilder();
        for (String line : blocks.lines().toList()) {
            if (line.startsWith(ARROW)) {
                String expected = line.substring(ARROW.length()).replace("'", "'\\''");
                script.append("{\n").append(chunk).append("} > said\n");
                script.append("grep -qF -- '").append(expected).append("' said || { echo 'expected: ");
                script.append(expected).append("'; cat said; exit 1; }\n");
                chunk.setLength(0);
            } else {
                chunk.append(line).append('\n');
            }
        }
        return script.append(chunk).toString();
    }
}
