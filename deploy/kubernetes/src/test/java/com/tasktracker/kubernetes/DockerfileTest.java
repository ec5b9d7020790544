package com.tasktracker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the Dockerfiles say that others count on.
class DockerfileTest {

    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");
    private static final Pattern TIME =
            Pattern.compile("<project.build.outputTimestamp>(.*)</project.build.outputTimestamp>");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void imagesRunAsTheUserOfThePods(String file) throws IOException {
        assertThat(lines(file)).contains("USER 10001:10001").anyMatch(line -> line.startsWith("HEALTHCHECK "));
        for (Workload workload : Overlay.JVM.workloads()) {
            if (workload.isService()) {
                JsonNode context = workload.pod().path("securityContext");
                assertThat(context.path("runAsUser").asInt()).isEqualTo(10001);
                assertThat(context.path("runAsGroup").asInt()).isEqualTo(10001);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void baseImagesAreArguments(String file) throws IOException {
        assertThat(FROM.matcher(String.join("\n", lines(file))).results().map(from -> from.group(1)))
                .isNotEmpty()
                .allMatch(image -> image.equals("scratch") || image.matches("(jars-)?\\$\\{[A-Z_]+}"));
    }

    /// So that neither layers nor jars differ by when they were made.
    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void filesInImagesHaveTheTimeOfThoseInJars(String file) throws IOException {
        Matcher time = TIME.matcher(Files.readString(Overlay.ROOT.resolve("pom.xml")));
        assertThat(time.find()).isTrue();
        assertThat(lines(file))
                .contains(
                        "ARG SOURCE_DATE_EPOCH=" + Instant.parse(time.group(1)).getEpochSecond());
    }

    /// Secrets come when a container starts, so none is among what an image is made of.
    @Test
    void whatIsBuiltFromHoldsNoSecrets() throws IOException {
        assertThat(Files.readAllLines(Overlay.ROOT.resolve(".dockerignore")))
                .startsWith("**")
                .noneMatch(line -> line.startsWith("!") && line.matches(".*(\\.secrets|\\.env|\\.tasktracker).*"));
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(Overlay.ROOT.resolve("deploy/docker").resolve(file));
    }
}
