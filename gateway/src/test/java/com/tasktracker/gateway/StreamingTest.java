package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeServices;
import com.tasktracker.gateway.testing.RawClient;
import com.tasktracker.gateway.testing.Wait;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class StreamingTest {
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
    void eventsPassAtOnceAndOutliveTheTimeForAnAnswer() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /boards/1/events HTTP/1.1\nHost: a\n\n");
            StringBuilder seen = new StringBuilder();

            Wait.until(() -> seen.append(raw.readSome()).toString().contains("id: 1"));
            assertThat(seen).contains("text/event-stream");
            // At 20 ms each these take longer than the second in which an answer has to begin.
            Wait.until(() -> seen.append(raw.readSome()).toString().split("data: more", -1).length > 80);
        }
    }

    @Test
    void clientThatLeavesCancelsItsStream() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /boards/2/events HTTP/1.1\nHost: a\n\n").readSome();
        }

        Wait.until(() -> client.get("/boards/2/events-cancelled/count").body().equals("1"));
    }

    @Test
    void clientThatLeavesCancelsItsRequest() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /boards/3/hang HTTP/1.1\nHost: a\n\n");
            Wait.until(() -> client.get("/boards/3/hang/count").body().equals("1"));
        }

        Wait.until(() -> client.get("/boards/3/hang-cancelled/count").body().equals("1"));
    }

    @Test
    void answerThatBreaksOffDoesNotLookComplete() {
        try (RawClient raw = new RawClient(gateway.port())) {
            String all =
                    raw.send("GET /boards/break-stream HTTP/1.1\nHost: a\n\n").readToEnd();

            assertThat(all).contains("half of it").doesNotContain("\r\n0\r\n");
        }
    }

    /// None of it has been passed on by then.
    @Test
    void shortAnswerThatBreaksOffIsAProblem() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /boards/break-midway HTTP/1.1\nHost: a\n\n").read().problem(502, "bad-gateway");
        }
    }

    @Test
    void answerThatStallsIsCutOff() {
        try (RawClient raw = new RawClient(gateway.port())) {
            String all = raw.send("GET /boards/stall HTTP/1.1\nHost: a\n\n").readToEnd();

            assertThat(all).contains("the beginning").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void answerThatNeverBeginsIsAProblem() {
        problem(client.get("/boards/hang"), 504, "gateway-timeout");
    }

    @Test
    void slowReaderGetsEverything() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /boards/big HTTP/1.1\nHost: a\nConnection: close\n\n");
            raw.readSome();

            assertThat(raw.readToEnd().length()).isGreaterThan(4_990_000);
        }
    }

    @Test
    void bodyThatComesInPiecesPasses() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("POST /boards HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\n");
            raw.send("2;x=y\nde\n").send("0\nX-Trailer: dropped\n\n");

            var seen = raw.read().json();
            assertThat(seen.getString("body")).isEqualTo("abcde");
            assertThat(seen.getJsonObject("headers").containsKey("x-trailer")).isFalse();
        }
    }

    @Test
    void beginningOfABodyArrivesBeforeItsEndIsSent() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("POST /boards/4/pieces HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\n");
            Wait.until(() -> client.get("/boards/4/pieces-arrived/count").body().equals("3"));

            raw.send("2\nde\n");
            Wait.until(() -> client.get("/boards/4/pieces-arrived/count").body().equals("5"));

            assertThat(raw.send("0\n\n").read().status()).isEqualTo(200);
        }
    }

    @Test
    void beginningOfABodyOfKnownLengthArrivesBeforeItsEndIsSent() {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.send("POST /boards/5/pieces HTTP/1.1\nHost: a\nContent-Length: 5\n\nabc");
            Wait.until(() -> client.get("/boards/5/pieces-arrived/count").body().equals("3"));

            assertThat(raw.send("de").read().status()).isEqualTo(200);
        }
    }

    @Test
    void refusalBeforeTheBodyCameEndsTheConnection() {
        try (RawClient raw = new RawClient(gateway.port())) {
            var answer = raw.send("POST /boards/early-refusal HTTP/1.1\nHost: a\nContent-Length: 100000\n\nabc")
                    .read();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(raw.readToEnd()).isEmpty();
        }
    }
}
