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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// No secret is among the files of the project: what tools such as gitleaks look for is not there. What stands in tests
/// is
/// known to be made up, by standing in tests.
class NoSecretsTest {

    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
            Pattern.compile("\\bAKIA[0-9A-Z]{16}\\b"),
            Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36}"),
            Pattern.compile("\\bxox[abpr]-[A-Za-z0-9-]{10,}"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}"),
            Pattern.compile("://[^/\\s:@$]*:[^/\\s:@${<]{8,}@"),
            Pattern.compile(
                    "(?i)(?:password|passwd|secret|token|api_?key|_key)[\"']?\\s*[:=]\\s*[\"']?[A-Za-z0-9+/_-]{24,}=*[\"']?\\s*$"));
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
            if (!file.contains("/src/test/") && Files.isRegularFile(root.resolve(file))) {
                look(root.resolve(file), file, found);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void whatWouldBeASecretIsFound() {
        // Put together here, so that this file holds none either.
        assertThat(isSecret("password: " + "q8Jz".repeat(8))).isTrue();
        assertThat(isSecret("-----BEGIN " + "PRIVATE KEY-----")).isTrue();
        assertThat(isSecret("url=redis://:" + "q8Jzq8Jz" + "@redis:6379")).isTrue();
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
                .anyMatch(match -> !NAME.matcher(
                                match.group().replaceFirst("^.*[:=]\\s*", "").replaceAll("[\"'\\s]", ""))
                        .matches());
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
