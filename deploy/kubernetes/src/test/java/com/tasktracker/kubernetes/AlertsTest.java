package com.tasktracker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alerts and the configuration of Prometheus as Prometheus itself reads them. Where there is no promtool, what needs
/// it is skipped.
class AlertsTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path ALERTS = Overlay.FOLDER.resolve("components/monitoring/alerts.yaml");
    private static final Path OBSERVABILITY = Overlay.ROOT.resolve("deploy/observability");
    private static final Pattern NAMED_IN_TEXT = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Pattern KEPT = Pattern.compile("by \\(([^)]*)\\)");
    /// What Prometheus adds to all that it reads.
    private static final Set<String> ADDED = Set.of("job", "instance", "service");

    @TempDir
    Path folder;

    @Test
    void prometheusReadsItsConfiguration() throws Exception {
        promtool("check", "config", OBSERVABILITY.resolve("prometheus.yml").toString());
    }

    /// Each alert fires on what it is for, and on nothing less.
    @Test
    void alertsFireWhenTheyShould() throws Exception {
        Path rules = folder.resolve("rules.yml");
        YAML.writeValue(rules.toFile(), YAML.readTree(ALERTS.toFile()).path("spec"));
        promtool("check", "rules", rules.toString());
        Path cases = folder.resolve("alerts-test.yml");
        Files.copy(OBSERVABILITY.resolve("alerts-test.yml"), cases);
        promtool("test", "rules", cases.toString());
    }

    @Test
    void everyAlertHasACaseInWhichItFires() throws IOException {
        Set<String> fired = new TreeSet<>();
        for (JsonNode group :
                YAML.readTree(OBSERVABILITY.resolve("alerts-test.yml").toFile()).path("tests")) {
            for (JsonNode moment : group.path("alert_rule_test")) {
                if (!moment.path("exp_alerts").isEmpty()) {
                    fired.add(moment.path("alertname").asText());
                }
            }
        }
        Set<String> alerts = new TreeSet<>();
        rules().forEach(rule -> alerts.add(rule.path("alert").asText()));
        assertThat(fired).isEqualTo(alerts);
    }

    @Test
    void whatAnAlertTellsOfIsNotSummedAway() throws IOException {
        for (JsonNode rule : rules()) {
            String expression = rule.path("expr").asText();
            Set<String> kept = new TreeSet<>(ADDED);
            KEPT.matcher(expression)
                    .results()
                    .forEach(match -> kept.addAll(Set.of(match.group(1).split(", "))));
            boolean isSummed = expression.contains("by (") || expression.contains("sum(");
            NAMED_IN_TEXT
                    .matcher(rule.at("/annotations/summary").asText())
                    .results()
                    .map(match -> match.group(1))
                    .filter(label -> isSummed)
                    .forEach(label ->
                            assertThat(kept).as(rule.path("alert").asText()).contains(label));
        }
    }

    private static JsonNode rules() throws IOException {
        JsonNode rules = YAML.readTree(ALERTS.toFile()).at("/spec/groups/0/rules");
        assertThat(rules).isNotEmpty();
        return rules;
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        assumeTrue(Overlay.isOnPath("promtool"), "promtool is not on the path");
        ProcessBuilder builder = new ProcessBuilder("promtool");
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
