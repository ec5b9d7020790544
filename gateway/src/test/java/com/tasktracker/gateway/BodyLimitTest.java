package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeServices;
import com.tasktracker.gateway.testing.RawClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class BodyLimitTest {
    private static final int LIMIT = 1024 * 1024;

    @Inject
    Gateway gateway;

    @Test
    void bodyOfExactlyTheLimitPasses() {
        try (Client client = new Client(gateway.port())) {
            var response = client.send("POST", "/tasks/limit", "x".repeat(LIMIT));

            assertThat(json(response).getInteger("body_length")).isEqualTo(LIMIT);
        }
    }

    @Test
    void chunkedBodyOfExactlyTheLimitPasses() {
        try (Client client = new Client(gateway.port())) {
            var response = client.send(client.request("/tasks/limit")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[LIMIT]))));

            assertThat(json(response).getInteger("body_length")).isEqualTo(LIMIT);
            assertThat(json(response).getJsonObject("headers").getJsonArray("transfer-encoding"))
                    .containsExactly("chunked");
        }
    }

    @Test
    void longerBodyIsRefusedByItsLengthBeforeItIsSent() {
        try (RawClient raw = new RawClient(gateway.port());
                Client client = new Client(gateway.port())) {
            raw.send("POST /tasks/announced HTTP/1.1\nHost: a\nContent-Length: " + (LIMIT + 1) + "\n\n");

            raw.read().problem(413, "content-too-large");
            assertThat(raw.readToEnd()).isEmpty();
            assertThat(client.get("/tasks/announced/count").body()).isEqualTo("0");
        }
    }

    @Test
    void longerBodyIsRefusedThoughTheClientGoesOnSending() {
        try (Client client = new Client(gateway.port())) {
            problem(client.send("POST", "/tasks/announced", "x".repeat(3 * LIMIT)), 413, "content-too-large");
        }
    }

    @Test
    void longerBodyInChunksIsRefusedAndTheServiceNeverHasAllOfIt() {
        try (RawClient raw = new RawClient(gateway.port());
                Client client = new Client(gateway.port())) {
            raw.send("POST /tasks/chunked HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
            raw.send("100000\n").sendBytes(new byte[LIMIT]).send("\n1\nx\n");

            raw.read().problem(413, "content-too-large");
            assertThat(raw.readToEnd()).isEmpty();
            // The service saw the request begin, and break off: it has answered none.
            assertThat(client.get("/tasks/chunked/answered/count").body()).isEqualTo("0");
        }
    }

    @Test
    void clientThatAsksFirstIsRefusedBeforeItSends() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("POST /tasks HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2000000\n\n");

            raw.read().problem(413, "content-too-large");
        }
    }

    @Test
    void clientThatAsksFirstIsToldToGoOn() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("POST /tasks HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 3\n\n");

            assertThat(raw.read().status()).isEqualTo(100);
            var answer = raw.send("abc").read();
            assertThat(answer.json().getString("body")).isEqualTo("abc");
            assertThat(answer.json().getJsonObject("headers").containsKey("expect"))
                    .isFalse();
        }
    }

    @Test
    void clientOfTheOldProtocolIsNotToldToGoOn() {
        try (RawClient raw = new RawClient(gateway.port())) {
            String all = raw.send("POST /tasks HTTP/1.0\nExpect: 100-continue\nContent-Length: 3\n\nabc")
                    .readToEnd();

            assertThat(all).startsWith("HTTP/1.0 200").doesNotContain("100 Continue");
        }
    }

    @Test
    void brokenChunkIsRefused() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nnonsense\n");

            raw.read().problem(400, "malformed-request");
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void bodyThatStandsStillIsRefused() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("POST /tasks HTTP/1.1\nHost: a\nContent-Length: 10\n\nabc");

            raw.read().problem(400, "malformed-request");
        }
    }
}
