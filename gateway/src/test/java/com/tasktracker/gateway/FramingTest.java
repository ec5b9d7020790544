package com.tasktracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.FakeServices;
import com.tasktracker.gateway.testing.RawClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class FramingTest {
    @Inject
    Gateway gateway;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // both lengths
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nContent-Length: 3\n\n0\n\n",
                // several lengths
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 3\nContent-Length: 4\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 3\nContent-Length: 3\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 3, 3\n\nabc",
                // lengths that are none
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: +3\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: -3\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 0x3\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length:\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 99999999999999999999\n\nabc",
                // codings that hide a length
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: chunked, identity\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: identity\n\n",
                "POST /tasks HTTP/1.0\nHost: a\nTransfer-Encoding: chunked\n\n0\n\n",
                // lines that end or begin as they must not
                "GET /tasks HTTP/1.1␊Host: a␊␊",
                "GET /tasks HTTP/1.1\nHost: a␊X-A: b\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX-A: b\n folded\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX-A: b\n\tfolded\n\n",
                "GET /tasks HTTP/1.1\n Host: a\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nContent-Length : 3\n\nabc",
                "GET /tasks HTTP/1.1\nHost: a\nno colon\n\n",
                "GET /tasks HTTP/1.1\nHost: a\n: no name\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX A: b\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX-A: b\u0000c\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX-A: b\rc\n\n",
                // request lines that are none
                "GET\n\n",
                "GET /tasks\n\n",
                "GET /tasks HTTP/2.0\nHost: a\n\n",
                "GET /tasks HTTP/1.1 more\nHost: a\n\n",
                "GET /tasks FTP/1.1\nHost: a\n\n",
                "GET  /tasks HTTP/1.1\nHost: a\n\n",
                "GET /tasks  HTTP/1.1\nHost: a\n\n",
                "GET /tasks HTTP/1.1 \nHost: a\n\n",
                "GET\t/tasks HTTP/1.1\nHost: a\n\n",
                "GET\u000b/tasks HTTP/1.1\nHost: a\n\n",
                "GET /tasks\u000cHTTP/1.1\nHost: a\n\n",
                "GET\r/tasks HTTP/1.1\nHost: a\n\n",
                "\u0000GET /tasks HTTP/1.1\nHost: a\n\n",
                "␊GET /tasks HTTP/1.1\nHost: a\n\n",
                "GET tasks HTTP/1.1\nHost: a\n\n",
                "GET http://a?b=/tasks HTTP/1.1\nHost: a\n\n",
                "PRI * HTTP/2.0\n\nSM\n\n",
                "GET /tasks#fragment HTTP/1.1\nHost: a\n\n",
                "GET /tasks/%zz HTTP/1.1\nHost: a\n\n",
                "GET /tasks\u0001 HTTP/1.1\nHost: a\n\n",
                "GE(T /tasks HTTP/1.1\nHost: a\n\n",
                "CONNECT a:80 HTTP/1.1\nHost: a\n\n",
                // hosts
                "GET /tasks HTTP/1.1\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nHost: b\n\n",
                "GET /tasks HTTP/1.1\nHost: a/b\n\n",
                "GET /tasks HTTP/1.1\nHost: a@b\n\n",
                // who is it?
                "GET /tasks HTTP/1.1\nHost: a\nAuthorization: Bearer a\nAuthorization: Bearer b\n\n",
            })
    void ambiguousRequestIsRefusedAndTheConnectionClosed(String request) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(request);

            var answer = client.read();

            answer.problem(400, "malformed-request");
            assertThat(answer.field("connection")).isEqualToIgnoringCase("close");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3␊abc\n0\n\n",
                "3;x␊y\nabc\n0\n\n",
                "+3\nabc\n0\n\n",
                "0x3\nabc\n0\n\n",
                "-3\nabc\n0\n\n",
                "\n3\nabc\n0\n\n",
                "FFFFFFFFFFFFFFFFF\nabc\n0\n\n",
                "3\nabcd0\n\n",
                "3\nabc␊0\n\n",
                "3\nabc\n0␊␊",
                "3\nabc\n0\nX: y␊\n",
                "3\nabc\n0\nno colon\n\n"
            })
    void chunksThatCanBeReadInTwoWaysAreRefusedAndWhatFollowsThemIsNotRead(String chunks) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n" + chunks
                    + "GET /teams HTTP/1.1\nHost: a\n\n");

            client.read().problem(400, "malformed-request");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void whatIsWrongWithALaterRequestLeavesTheAnswerToAnEarlierOne() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /tasks/1 HTTP/1.1\nHost: a\n\nGET /tasks/2 HTTP/1.1\nHost: a\n folded\n\n");

            assertThat(client.read().json().getString("uri")).isEqualTo("/tasks/1");
            client.read().problem(400, "malformed-request");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void lengthOfABodyIsThatOfTheMethodThatHasNoneToo() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /tasks HTTP/1.1\nHost: a\nContent-Length: 3\n\nabcGET /tasks/2 HTTP/1.1\nHost: a\n\n");

            assertThat(client.read().json().getString("body")).isEqualTo("abc");
            assertThat(client.read().json().getString("uri")).isEqualTo("/tasks/2");
        }
    }

    @Test
    void nothingIsUpgraded() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("""
                    GET /tasks HTTP/1.1
                    Host: a
                    Connection: Upgrade, HTTP2-Settings
                    Upgrade: h2c
                    HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA

                    GET /tasks/2 HTTP/1.1
                    Host: a
                    Connection: Upgrade
                    Upgrade: websocket
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                    CONNECT /tasks HTTP/1.1
                    Host: a

                    """);

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            client.read().problem(405, "method-not-allowed");
        }
    }

    /// Of each field that is read here: were another reader of it less strict, it would refuse or hang.
    @Test
    void fieldsHoldWhatMayStandInThemAndNothingElse() {
        for (int c = 1; c < 256; c++) {
            boolean isText = c == '\t' || (c >= ' ' && c != 0x7f);
            boolean isToken = c < 0x7f && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~:".indexOf(c) >= 0);
            if (c != '\n') {
                assertThat(statusOf("X-A: b" + (char) c + "c"))
                        .as("value %x", c)
                        .isEqualTo(isText ? 200 : 400);
                assertThat(statusOf("X" + (char) c + "A: b")).as("name %x", c).isEqualTo(isToken ? 200 : 400);
            }
        }
    }

    private int statusOf(String field) {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send("GET /tasks HTTP/1.1\nHost: a\n" + field + "\n\n")
                    .read()
                    .status();
        }
    }

    @Test
    void bodyMayBeginAsItLikesWhereverTheHeadIsCutInTwo() {
        String body = "{\n  \"title\": \"abc\",\n\t\"a\": 1\n}";
        String head = "POST /tasks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        for (int cut = 1; cut <= head.length(); cut++) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.sendBytes(head.substring(0, cut).getBytes(StandardCharsets.US_ASCII));
                client.sendBytes((head.substring(cut) + body).getBytes(StandardCharsets.US_ASCII));

                assertThat(client.read().status()).as("cut at %d", cut).isEqualTo(200);
            }
        }
    }
}
