package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.Wire.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What others make of the document.
@Tag("slow")
@ExtendWith(SharedSuite.class)
class ContractToolsTest {

    private static final String REDOCLY = "@redocly/cli@2";
    private static final Duration LIMIT = Duration.ofMinutes(5);

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
        String said = Program.run(
                        Path.of("").toAbsolutePath(),
                        LIMIT,
                        "npx",
                        "--yes",
                        REDOCLY,
                        "lint",
                        document(suite).toString(),
                        "--config",
                        suite.root().resolve("docs/redocly.yaml").toString(),
                        "--format=stylish")
                .expectWell();

        assertThat(said).contains("Your API description is valid").doesNotContain("warning  ", "error  ");
    }

    @Test
    void aClientGeneratedFromItLogsInAndCreatesATask(Suite suite) throws Exception {
        GeneratedClient client = GeneratedClient.of(document(suite), folder);
        String name = "generated" + Suite.freePort();

        String id = client.createATask(suite.gateway(), name, Api.PASSWORD, "Made by what was generated");

        JsonNode task = Api.at(suite.gateway())
                .login(name)
                .get("/tasks/" + id)
                .expect(200)
                .body();
        assertThat(task.path("title").asText()).isEqualTo("Made by what was generated");
        assertThat(task.path("priority").asText()).isEqualTo("high");
        assertThat(task.path("labels").path(0).asText()).isEqualTo("generated");
        assertThat(task.path("due_date").asText()).startsWith("2030-01-02");
        assertThat(task.path("created_by").path("username").asText()).isEqualTo(name);
    }
}
