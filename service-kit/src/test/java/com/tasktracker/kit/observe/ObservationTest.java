package com.tasktracker.kit.observe;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ObservationTest {

    private static final String OFF = "quarkus.otel.sdk.disabled";
    private static final String DATABASE = "checks.find { it.name.startsWith('Database') }.status";

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

    @Test
    void aServiceWithoutItsDatabaseLivesAndIsNotReady() throws Exception {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        withdrawDatabase();
        try {
            eventually("not ready", () -> given().get("/q/health/ready").statusCode() == 503);
            given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body(DATABASE, equalTo("DOWN"))
                    .body("status", equalTo("DOWN"));
            given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        } finally {
            admit("LOGIN");
        }
        eventually("ready again", () -> given().get("/q/health/ready").statusCode() == 200);
    }

    /// For the service it is as if it were not there; the other tests need the server.
    private static void withdrawDatabase() throws SQLException {
        admit("NOLOGIN");
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'kit'");
    }

    private static void admit(String login) throws SQLException {
        administer("ALTER ROLE kit " + login);
    }

    private static void administer(String statement) throws SQLException {
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement administration = connection.createStatement()) {
            administration.execute(statement);
        }
    }
}
