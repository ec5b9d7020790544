package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// No secret is among the files of the project, tests included: what tools such as gitleaks look for is not there.
class NoSecretsTest {

    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
            Pattern.compile("\\bAKIA[0-9A-Z]{16}\\b"),
            Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36}"),
            Pattern.compile("\\bxox[abpr]-[A-Za-z0-9-]{10,}"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}"),
            Pattern.compile("://[^/\\s:@$]*:[^/\\s:@${<]{8,}@"),
            Pattern.compile(
                    "(?i)(?:password|passwd|secret|token|api_?key|_key)[\"']?\\s*[:=]\\s*[\"']?[A-Za-z0-9+/_-]{24,}=*[\"']?\\s*$"),
            // In Java: a name, and a text beside it.
            Pattern.compile(
                    "(?i)(?:password|passwd|secret|token|key|encryption)[\\w.-]*[\"']?\\s*[,:=]\\s*[\"']([A-Za-z0-9+/_-]{24,}=*)[\"']"));
    /// Files with one line that looks like a secret, and why it is none.
    private static final Map<String, String> NONE = Map.of(
            "deploy/local/src/test/java/com/tasktracker/local/Authority.java",
            "the frame around a key that is made while the test runs",
            "identity-service/src/test/java/com/tasktracker/identity/Surroundings.java",
            "a key for tests: the digits from 0 to 9, again and again");
    /// A word like these with capitals or blanks inside is the name of something.
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z]+(?:[-_.][a-z]+)+");

    @Test
    void noFileOfTheProjectHoldsASecret() throws Exception {
        Path root = Path.of(System.getProperty("tasktracker.root"));
        assumeTrue(Files.exists(root.resolve(".git")), "this is no checkout, so that nobody knows which files belong");
        List<String> found = new ArrayList<>();
        List<String> files = files(root);
        assertThat(files).contains("docker-compose.yml", ".env.example");
        for (String file : files) {
            if (Files.isRegularFile(root.resolve(file))) {
                look(root.resolve(file), file, found);
            }
        }
        assertThat(found.stream().map(place -> place.substring(0, place.lastIndexOf(':'))))
                .as("%s", found)
                .containsExactlyInAnyOrderElementsOf(NONE.keySet());
    }

    @Test
    void whatWouldBeASecretIsFound() {
        // Put together here, so that this file holds none either.
        assertThat(isSecret("password: " + "q8Jz".repeat(8))).isTrue();
        assertThat(isSecret("-----BEGIN " + "PRIVATE KEY-----")).isTrue();
        assertThat(isSecret("url=redis://:" + "q8Jzq8Jz" + "@redis:6379")).isTrue();
        assertThat(isSecret("set(\"keys.encryption\", \"" + "q8Jz".repeat(10) + "=\");"))
                .isTrue();
        assertThat(isSecret("password: ${TASK_DB_PASSWORD}")).isFalse();
        assertThat(isSecret("secretName: task-service-database-password")).isFalse();
    }

    private static void look(Path path, String file, List<String> found) throws IOException {
        try {
            int number = 0;
            for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                number++;
                if (isSecret(line)) {
                    found.add(file + ":" + number);
                }
            }
        } catch (MalformedInputException e) {
            assertThat(file).as("binary files").matches(".*\\.(png|jpg|ico)");
        }
    }

    private static boolean isSecret(String line) {
        return SECRETS.stream()
                .flatMap(pattern -> pattern.matcher(line).results())
                .anyMatch(match -> !NAME.matcher(value(match)).matches());
    }

    private static String value(MatchResult match) {
        return match.groupCount() > 0
                ? match.group(1)
                : match.group().replaceFirst("^.*[:=]\\s*", "").replaceAll("[\"'\\s]", "");
    }

    private static List<String> files(Path root) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "git", "-c", "safe.directory=*", "-C", root.toString(), "ls-files", "-co", "--exclude-standard")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> files = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assumeTrue(process.waitFor() == 0, "git does not answer");
        return files;
    }
}
