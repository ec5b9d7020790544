package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class RoutingTest {
    @Inject
    Gateway gateway;

    private Client client;

    @BeforeEach
    void connect() {
        client = new Client(gateway.port());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/auth/sessions, identity",
        "/users/me, identity",
        "/.well-known/jwks.json, identity",
        "/teams, team",
        "/invitations/accept, team",
        "/boards?team=1, task",
        "/tasks/1?x=%20y, task"
    })
    void prefixSettlesTheService(String path, String service) {
        JsonObject seen = json(client.get(path));

        assertThat(seen.getString("service")).isEqualTo(service);
        assertThat(seen.getString("uri")).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/q/health",
                "/q/metrics",
                "/q/dev",
                "/internal/feeds/people",
                "/tasksx",
                "/Tasks",
                "/nothing",
                "/health",
                "/health/live/",
                "/api",
                "/tasks/../internal/feeds/people",
                "/tasks/%2e%2e/q/health/ready",
                "/tasks/..%2finternal",
                "/tasks;x/1",
                "/tasks%00",
                "//internal/feeds",
                "/./q/health",
                "/tasks/%2E%2E/%2e%2e/internal"
            })
    void whatIsNoRouteIsNotFound(String path) {
        problem(client.get(path), 404, "not-found");
    }

    @Test
    void bodyMethodAndFieldsReachTheService() {
        JsonObject seen = json(client.send("POST", "/tasks", "{\"title\":\"x\"}", "Content-Type", "application/json"));

        assertThat(seen.getString("method")).isEqualTo("POST");
        assertThat(seen.getString("body")).isEqualTo("{\"title\":\"x\"}");
        assertThat(seen.getJsonObject("headers").getJsonArray("content-type")).containsExactly("application/json");
        assertThat(seen.getJsonObject("headers").getJsonArray("content-length")).containsExactly("13");
    }

    @Test
    void sentRequestIdIsKeptAndComesBack() {
        var response = client.get("/tasks/1", "X-Request-Id", "from.the-client_1");

        assertThat(response.headers().allValues("x-request-id")).containsExactly("from.the-client_1");
        assertThat(json(response).getJsonObject("headers").getJsonArray("x-request-id"))
                .containsExactly("from.the-client_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "ümlaut",
                "semi;colon",
                "0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void badRequestIdIsReplaced(String sent) {
        var response = client.get("/tasks/1", "X-Request-Id", sent);

        String made = response.headers().firstValue("x-request-id").orElseThrow();
        assertThat(made).matches("[0-9a-f]{32}");
        assertThat(json(response).getJsonObject("headers").getJsonArray("x-request-id"))
                .containsExactly(made);
    }

    @Test
    void traceContextIsPassedOn() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        JsonObject headers = json(client.get("/tasks/1", "traceparent", trace, "tracestate", "a=b"))
                .getJsonObject("headers");

        assertThat(headers.getJsonArray("traceparent")).containsExactly(trace);
        assertThat(headers.getJsonArray("tracestate")).containsExactly("a=b");
    }

    @Test
    void traceStateOfSeveralFieldsIsOneList() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        JsonObject headers = json(client.get(
                        "/tasks/1", "traceparent", trace, "tracestate", "a=b", "tracestate", "c=d"))
                .getJsonObject("headers");

        assertThat(headers.getJsonArray("tracestate")).containsExactly("a=b,c=d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void brokenTraceContextIsReplaced(String sent) {
        JsonObject headers = json(client.get("/tasks/1", "traceparent", sent, "tracestate", "a=b"))
                .getJsonObject("headers");

        assertThat(headers.getJsonArray("traceparent").getString(0))
                .isNotEqualTo(sent)
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(headers.containsKey("tracestate")).isFalse();
    }
}
