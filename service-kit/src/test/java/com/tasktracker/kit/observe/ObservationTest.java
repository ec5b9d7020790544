package com.tasktracker.kit.observe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ObservationTest {

    private static final String OFF = "quarkus.otel.sdk.disabled";

    @Test
    void metricsTellOfRequestsByDurationAndOfThePool() {
        given().get("/notes").then().statusCode(401);
        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics)
                .containsPattern("http_server_requests_seconds_bucket\\{[^}]*uri=\"/notes\"[^}]*le=\"0.25\"")
                .contains("agroal_active_count", "agroal_awaiting_count", "agroal_max_used_count");
    }

    @Test
    void tracesAreOffWithoutAnEndpoint() {
        assertThat(ConfigProvider.getConfig().getValue(OFF, Boolean.class)).isTrue();
    }

    @Test
    void tracesAreOnWithAnEndpoint() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), "test", 300))
                .withSources(new TraceSettings())
                .build();
        assertThat(config.getValue(OFF, Boolean.class)).isFalse();
    }
}
