package com.tasktracker.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the parts of a suite have logged, as JSON where they are services.
record Logs(Home home) {

    private static final Pattern REQUEST_ID = Pattern.compile(" request_id=(\\S+)$");

    /// What the JVM itself says of the options that the tests give it.
    private static final String OF_THE_JVM = "NOTE: Picked up JDK_JAVA_OPTIONS:";

    List<String> linesThatAreNoJson(Service service) {
        return lines(service)
                .filter(line -> !line.startsWith(OF_THE_JVM))
                .filter(line -> !parse(line).isObject()
                        || !parse(line).path("timestamp").isTextual()
                        || !parse(line).path("level").isTextual())
                .toList();
    }

    /// The ids of the requests that it tells of, each with its method, its status and its time.
    Set<String> accesses(Service service) {
        return lines(service)
                .map(Logs::parse)
                .map(line -> service == Service.GATEWAY ? ofGateway(line) : ofService(line))
                .collect(Collectors.toSet());
    }

    private static String ofGateway(JsonNode line) {
        boolean isWhole = line.hasNonNull("method") && line.hasNonNull("status") && line.hasNonNull("duration_ms");
        return isWhole ? line.path("request_id").asText() : "";
    }

    private static String ofService(JsonNode line) {
        String message = line.path("message").asText();
        Matcher id = REQUEST_ID.matcher(message);
        boolean isWhole = line.path("loggerName").asText().equals("com.tasktracker.access")
                && message.matches("[A-Z]+ \\S+ [0-9]{3} [0-9]+ ms .*");
        return isWhole && id.find() ? id.group(1) : "";
    }

    /// The files, of all parts, in which this stands.
    List<String> thatHold(String text) {
        try (Stream<Path> files = Files.list(home.logs())) {
            return files.filter(file -> read(file).contains(text))
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The last line may be half written.
    private Stream<String> lines(Service service) {
        String text = read(home.log(service.folder()));
        return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    }

    private static JsonNode parse(String line) {
        try {
            return Wire.JSON.readTree(line);
        } catch (JsonProcessingException _) {
            return Wire.JSON.missingNode();
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
