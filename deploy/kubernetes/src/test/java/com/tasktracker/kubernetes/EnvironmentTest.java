package com.tasktracker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A value such as `redis://:${REDIS_PASSWORD}@redis:6379` is put together by the service that reads it, and it does
/// not start if what is named there is missing. RolloutTest in deploy/local starts them so; here it is seen at once.
class EnvironmentTest {

    private static final Pattern OF_THE_SERVICE = Pattern.compile("\\$\\{([A-Z0-9_]+)}");
    private static final Pattern OF_KUBERNETES = Pattern.compile("\\$\\(([A-Z0-9_]+)\\)");

    @ParameterizedTest
    @EnumSource
    void whatAVariableNamesIsAVariableOrASecretOfThatPod(Overlay overlay) {
        int seen = 0;
        for (Workload workload : overlay.workloads()) {
            for (JsonNode container : workload.containers()) {
                if (!container.at("/envFrom/0/configMapRef/name").asText().startsWith("tasktracker-")) {
                    continue;
                }
                seen++;
                Map<String, String> variables = overlay.settings();
                for (JsonNode variable : container.path("env")) {
                    String value = variable.path("value").asText();
                    assertThat(variables.keySet())
                            .as("%s: %s, %s", overlay, workload, value)
                            .containsAll(named(OF_KUBERNETES, value));
                    variables.put(variable.path("name").asText(), value);
                }
                Set<String> known = secrets(workload);
                known.addAll(variables.keySet());
                variables.forEach((name, value) -> assertThat(known)
                        .as("%s: %s, %s", overlay, workload, name)
                        .containsAll(named(OF_THE_SERVICE, value)));
            }
        }
        // Four services, three that wait for their schemas, three migrations.
        assertThat(seen).isEqualTo(10);
    }

    private static Set<String> named(Pattern pattern, String value) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(value)
                .results()
                .map((MatchResult match) -> match.group(1))
                .forEach(names::add);
        return names;
    }

    /// The files in the folder of secrets. What is in a secret that is given whole, the example for production says.
    private static Set<String> secrets(Workload workload) {
        Set<String> files = new TreeSet<>();
        for (JsonNode volume : workload.pod().path("volumes")) {
            for (JsonNode source : volume.at("/projected/sources")) {
                JsonNode secret = source.path("secret");
                secret.path("items").forEach(item -> files.add(item.path("path").asText()));
                if (!secret.has("items")) {
                    Overlay.PRODUCTION
                            .one("ExternalSecret", secret.path("name").asText())
                            .at("/spec/data")
                            .forEach(data -> files.add(data.path("secretKey").asText()));
                }
            }
        }
        return files;
    }
}
