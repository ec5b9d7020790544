package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class ForwardingTest {
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

    @Test
    void hungServiceIsTimedOut() {
        problem(client.get("/users/hang"), 504, "gateway-timeout");
    }

    @Test
    void brokenAnswerToAChangeIsABadGatewayAndNotRepeated() {
        problem(client.send("POST", "/users/change/break", "{}"), 502, "bad-gateway");

        assertThat(client.get("/users/change/break/count").body()).isEqualTo("1");
    }

    @Test
    void readWhoseConnectionBreaksIsRepeatedOnce() {
        assertThat(client.get("/users/1/break-once").statusCode()).isEqualTo(200);
        assertThat(client.get("/users/1/break-once/count").body()).isEqualTo("2");

        problem(client.get("/users/2/break"), 502, "bad-gateway");
        assertThat(client.get("/users/2/break/count").body()).isEqualTo("2");
    }

    @Test
    void problemOfTheServiceIsPassedOnAsItIs() {
        var response = client.get("/users/problem");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("{\"type\":\"/problems/invalid-reference\",\"status\":422}");
    }

    @Test
    void errorThatIsNoProblemBecomesOne() {
        problem(client.get("/users/bare-404"), 404, "not-found");
        assertThat(problemOf("/users/bare-405", 405, "method-not-allowed")
                        .headers()
                        .firstValue("allow"))
                .hasValue("GET");
        assertThat(problemOf("/users/bare-503", 503, "unavailable").headers().firstValue("retry-after"))
                .hasValue("1");
    }

    private HttpResponse<String> problemOf(String path, int status, String type) {
        HttpResponse<String> response = client.get(path);
        problem(response, status, type);
        return response;
    }

    @Test
    void emptyAndChunkedAndLongAnswersPass() {
        assertThat(client.get("/users/nothing").statusCode()).isEqualTo(204);
        assertThat(client.get("/users/unchanged").statusCode()).isEqualTo(304);
        assertThat(client.get("/users/chunks").body()).isEqualTo("one two three");
        assertThat(client.get("/users/big").body()).hasSize(5_000_000);
        assertThat(client.send("HEAD", "/users/big", "").headers().firstValue("content-length"))
                .hasValue("5000000");
    }
}
