package com.tasktracker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmark as it runs, on little and for a short time: that it measures every kind of request without a fault.
class BenchTest {
    private static final List<String> PORTS = List.of(
            "GATEWAY_PORT", "IDENTITY_PORT", "TEAM_PORT", "TASK_PORT", "POSTGRES_PORT", "REDIS_PORT", "MAIL_SINK_PORT");

    @TempDir
    Path folder;

    @Test
    void everyKindOfRequestIsMeasuredWithoutAFault() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        // Ten copies of each task: a place that ends in a zero is none.
        Options options = new Options(1100, 100, 1, List.of(2), 0, Duration.ofMillis(100), Set.of(), folder);
        Path root = Path.of(System.getProperty("tasktracker.root"));
        Bench.run(options, root, environment(), new PrintStream(output, true, StandardCharsets.UTF_8));

        JsonNode results =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        JsonNode measurements = results.path("measurements");
        assertThat(measurements.findValuesAsText("scenario"))
                .contains("one-task", "page", "first-page", "deep-page", "create", "move", "login", "mix");
        assertThat(measurements).allSatisfy(each -> {
            // In the open model there may be none in so short a time.
            if (each.path("model").asText().equals("closed")) {
                assertThat(each.path("timing").path("requests").asLong())
                        .as(each.toString())
                        .isPositive();
            }
            assertThat(each.path("timing").path("faults").asLong())
                    .as(each.toString())
                    .isZero();
            assertThat(each.path("cpu").size()).isEqualTo(Processes.PARTS.size());
        });
        assertThat(results.path("starts").findValuesAsText("part")).containsExactlyElementsOf(Processes.PARTS);
        assertThat(results.path("starts")).allSatisfy(each -> {
            boolean isService =
                    !Set.of("postgres", "redis").contains(each.path("part").asText());
            assertThat(each.path("readyMillis").asLong() > 100)
                    .as(each.toString())
                    .isEqualTo(isService);
            assertThat(each.path("ownMib").asDouble()).as(each.toString()).isGreaterThan(1);
            assertThat(each.path("residentMib").asDouble())
                    .as(each.toString())
                    .isGreaterThanOrEqualTo(each.path("ownMib").asDouble());
        });
        assertThat(Files.readString(folder.resolve("cpu.svg")))
                .startsWith("<svg")
                .contains("one-task", "dashed: the aim");
        assertThat(output.toString(StandardCharsets.UTF_8))
                .containsPattern("gateway +[0-9]+ +[0-9]+ +[0-9]+\n")
                .contains("11 users, 1 teams, 100 tasks")
                .contains("1100 tasks, most of them copies")
                .contains("a copy was found, changed and moved, and the lists count them all")
                .contains("page 54 is the deep one");
    }

    private static Map<String, String> environment() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        List<ServerSocket> sockets = new ArrayList<>();
        for (String port : PORTS) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            environment.put(port, Integer.toString(socket.getLocalPort()));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return environment;
    }
}
