package com.tasktracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeServices;
import com.tasktracker.gateway.testing.Wait;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class MetricsTest {
    @Inject
    Gateway gateway;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Test
    void numbersAreServedAtTheManagementPortAlone() {
        try (Client client = new Client(gateway.port());
                Client scraper = new Client(managementPort)) {
            client.get("/tasks/1");
            client.get("/tasks/bare-503");
            client.get("/nowhere");

            Wait.until(() -> {
                String numbers = scraper.get("/q/metrics").body();
                return counted(numbers, "gateway_requests_seconds_count{status=\"2xx\",upstream=\"task-service\"}")
                        && counted(numbers, "gateway_requests_seconds_count{status=\"5xx\",upstream=\"task-service\"}")
                        && counted(numbers, "gateway_requests_seconds_count{status=\"4xx\",upstream=\"none\"}");
            });
            assertThat(scraper.get("/q/metrics").body())
                    .contains("gateway_requests_seconds_bucket{status=\"2xx\",upstream=\"task-service\",le=\"0.01\"}")
                    .contains("gateway_circuit_open{replica=\"127.0.0.1:")
                    .contains("gateway_rate_limited_total");
            assertThat(client.get("/q/metrics").statusCode()).isEqualTo(404);
        }
    }

    private static boolean counted(String numbers, String series) {
        return numbers.lines().anyMatch(line -> line.startsWith(series) && !line.endsWith(" 0.0"));
    }
}
