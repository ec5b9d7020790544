package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tasktracker.local.process.OnPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that clears the cache by prefix, in compose and on Kubernetes.
class ClearCacheTest {
    private static final Suite SUITE = Suite.ofStubs();
    private static final String SCRIPT = "deploy/kubernetes/components/redis/clear-cache.sh";

    @TempDir
    static Path folder;

    private record Result(int exit, List<String> lines) {}

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                OnPath.find("redis-cli").or(() -> OnPath.find("valkey-cli")).isPresent(), "no redis-cli on the path");
        SUITE.startAlone(Map.of(), "redis");
    }

    @AfterAll
    static void end() {
        SUITE.close();
    }

    @Test
    void whatHasThePrefixIsGoneAndNothingElse() throws Exception {
        redis("MSET", "tasktracker:team:1", "a", "tasktracker:team:two words", "b", "tasktracker:task:1", "c");
        redis("SET", "others:tasktracker:team:1", "d");

        Result ofTeam = clear(password(), Map.of("PREFIX", "tasktracker:team:"));
        assertThat(ofTeam.lines()).containsExactly("before: 2 keys under tasktracker:team:", "after: 0 keys");
        assertThat(ofTeam.exit()).isZero();
        assertThat(redis("KEYS", "*")).containsExactlyInAnyOrder("tasktracker:task:1", "others:tasktracker:team:1");

        Result ofAll = clear(password(), Map.of());
        assertThat(ofAll.lines()).containsExactly("before: 1 keys under tasktracker:", "after: 0 keys");
        assertThat(redis("KEYS", "*")).containsExactly("others:tasktracker:team:1");
    }

    /// Otherwise whoever runs it believes that it is clear.
    @Test
    void withoutTheRightPasswordItFails() throws Exception {
        Result refused = clear("wrong", Map.of());
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.lines()).noneMatch(line -> line.startsWith("after:"));
    }

    private static String password() throws Exception {
        return SUITE.secret("REDIS_PASSWORD");
    }

    private static Result clear(String password, Map<String, String> settings) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), password);
        Path script = Path.of(System.getProperty("tasktracker.root")).resolve(SCRIPT);
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
        builder.environment().putAll(settings);
        builder.environment().put("REDIS_HOST", "127.0.0.1");
        builder.environment().put("REDIS_PORT", Integer.toString(SUITE.port("REDIS_PORT")));
        builder.environment().put("REDIS_PASSWORD_FILE", file.toString());
        return run(builder);
    }

    private static List<String> redis(String... command) throws Exception {
        String program = OnPath.find("redis-cli")
                .or(() -> OnPath.find("valkey-cli"))
                .orElseThrow()
                .toString();
        List<String> line = new ArrayList<>(List.of(program, "-p", Integer.toString(SUITE.port("REDIS_PORT"))));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("REDISCLI_AUTH", password());
        Result result = run(builder);
        assertThat(result.exit()).isZero();
        return result.lines();
    }

    private static Result run(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return new Result(process.waitFor(), lines);
    }
}
