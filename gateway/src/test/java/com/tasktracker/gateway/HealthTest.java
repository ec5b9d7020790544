package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeServices;
import com.tasktracker.gateway.testing.Ports;
import com.tasktracker.gateway.testing.Wait;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class HealthTest {
    @Inject
    Gateway gateway;

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void eachServiceIsNamed(String path) {
        try (Client client = new Client(gateway.port())) {
            var response = client.get(path);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
            assertThat(json(response).getString("status")).isEqualTo("UP");
            assertThat(json(response).getJsonArray("checks").stream()
                            .map(check -> ((JsonObject) check).getString("name")))
                    .containsExactly("gateway", "identity-service", "task-service", "team-service");
        }
    }

    @Test
    void healthCanOnlyBeRead() {
        try (Client client = new Client(gateway.port())) {
            var refused = client.send("POST", "/health/ready", "{}");
            problem(refused, 405, "method-not-allowed");
            assertThat(refused.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");

            var options = client.send("OPTIONS", "/health/ready", "");
            assertThat(options.statusCode()).isEqualTo(204);
            assertThat(options.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");

            assertThat(client.send("HEAD", "/health/ready", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void gatewayLivesAndTakesRequestsWhateverBecomesOfTheServices() throws Exception {
        String nobody = "http://127.0.0.1:" + Ports.free();
        try (RunningGateway alone =
                        new RunningGateway(Map.of("IDENTITY_URL", nobody, "TEAM_URL", nobody, "TASK_URL", nobody));
                Client client = new Client(alone.port())) {
            problem(client.get("/tasks"), 503, "unavailable");
            Wait.until(() -> states(client, "/health/live").equals(List.of("UP", "DOWN", "DOWN", "DOWN")));

            for (String path : List.of("/health/live", "/health/ready")) {
                assertThat(client.get(path).statusCode()).as(path).isEqualTo(200);
                assertThat(json(client.get(path)).getString("status")).as(path).isEqualTo("UP");
                assertThat(states(client, path)).as(path).containsExactly("UP", "DOWN", "DOWN", "DOWN");
            }
        }
    }

    private static List<String> states(Client client, String path) {
        return json(client.get(path)).getJsonArray("checks").stream()
                .map(check -> ((JsonObject) check).getString("status"))
                .toList();
    }
}
