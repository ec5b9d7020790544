package com.tasktracker.bench;

import io.hyperfoil.api.config.Benchmark;
import io.hyperfoil.api.config.BenchmarkData;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.core.parser.BenchmarkParser;
import io.hyperfoil.core.parser.ParserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests as Hyperfoil makes them: either each connection sends the next one when it has its answer, or they come
/// at a rate, whether there are answers or not, so that waiting is counted as latency.
final class Load {
    private final int port;
    private final int connections;
    private final Duration duration;

    Load(int port, int connections, Duration duration) {
        this.port = port;
        this.connections = connections;
        this.duration = duration;
    }

    /// Each connection at once has one request under way.
    Timing closed(Scenario scenario) {
        return run("always:\n      users: " + connections, scenarioOf(scenario), scenario.files());
    }

    /// Rounds of the scenario's steps begin at this rate a second.
    Timing open(Scenario scenario, double rate) {
        return run(arrivals(rate), scenarioOf(scenario), scenario.files());
    }

    /// Rounds of several scenarios, each with its share of them in percent.
    Timing mix(Map<Scenario, Double> weights, double rate) {
        StringBuilder forks = new StringBuilder("forks:\n");
        Map<String, byte[]> files = new LinkedHashMap<>();
        weights.forEach((scenario, weight) -> {
            forks.append(String.format(Locale.ROOT, "- %s:%n    weight: %.2f%n", scenario.name(), weight));
            forks.append(scenarioOf(scenario).indent(4));
            files.putAll(scenario.files());
        });
        return run(arrivals(rate), forks.toString(), files);
    }

    private String arrivals(double rate) {
        return String.format(
                Locale.ROOT, "constantRate:%n      usersPerSec: %.2f%n      maxSessions: %d", rate, connections * 20);
    }

    private static String scenarioOf(Scenario scenario) {
        return "scenario:\n- " + scenario.name() + ":\n" + scenario.steps().indent(2);
    }

    private Timing run(String model, String scenario, Map<String, byte[]> files) {
        String yaml = """
            name: bench
            threads: 1
            http:
              host: http://127.0.0.1:%d
              sharedConnections: %d
              requestTimeout: 20s
            phases:
            - load:
                %s
                  duration: %dms
                  maxDuration: %dms
            %s
            """.formatted(
                port, connections, model, duration.toMillis(), duration.toMillis() * 3 + 20_000, scenario.indent(6));
        StatisticsSnapshot all = new StatisticsSnapshot();
        long begin = System.nanoTime();
        new LocalSimulationRunner(
                        parsed(yaml, files),
                        (_, _, _, snapshot, _) -> {
                            synchronized (all) {
                                all.add(snapshot);
                            }
                        },
                        null,
                        null)
                .run();
        return Timing.of(all, (System.nanoTime() - begin) / 1e9);
    }

    private static Benchmark parsed(String yaml, Map<String, byte[]> files) {
        BenchmarkData data = new BenchmarkData() {
            @Override
            public @Nullable InputStream readFile(String file) {
                byte[] content = files.get(file);
                return content == null ? null : new ByteArrayInputStream(content);
            }

            @Override
            public Map<String, byte[]> files() {
                return files;
            }
        };
        try {
            return BenchmarkParser.instance()
                    .buildBenchmark(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), data, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserException e) {
            throw new IllegalStateException("Hyperfoil cannot read this:\n" + yaml, e);
        }
    }
}
