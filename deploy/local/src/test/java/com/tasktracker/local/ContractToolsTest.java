package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tasktracker.local.Wire.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What others make of the document.
@Tag("slow")
@ExtendWith(SharedSuite.class)
class ContractToolsTest {

    private static final String REDOCLY = "@redocly/cli@2";

    @TempDir
    Path folder;

    private Path document(Suite suite) throws IOException {
        String text = new Wire(suite.gateway())
                .send(Call.of("GET", "/api/openapi.json", null))
                .text();
        return Files.writeString(folder.resolve("openapi.json"), text);
    }

    @Test
    void redoclyFindsNothingToSay(Suite suite) throws Exception {
        assumeTrue(Browser.find("npx").isPresent(), "needs npx");
        String said = run(
                "npx",
                "--yes",
                REDOCLY,
                "lint",
                document(suite).toString(),
                "--config",
                suite.root().resolve("docs/redocly.yaml").toString(),
                "--format=stylish");

        assertThat(said).contains("Your API description is valid").doesNotContain("warning  ", "error  ");
    }

    /// What a program prints, once it has ended well.
    private String run(String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("").toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean isOver = process.waitFor(5, TimeUnit.MINUTES);
        if (!isOver) {
            process.destroyForcibly();
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(isOver && process.exitValue() == 0).as(said).isTrue();
        return said;
    }
}
