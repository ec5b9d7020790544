package com.tasktracker.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no request as far as the HTTP server goes, said byte by byte.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class UnreadableRequestsTest {

    private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)");
    private static final UUID USER = UUID.fromString("01900000-0000-7000-8000-000000000001");

    @Inject
    Sql sql;

    @BeforeEach
    void knowTheKey() {
        TestTokens.publish(sql);
    }

    /// @param head the status line and the header fields, in lower case
    private record Answer(String head, JsonNode body) {

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    /// Says something and reads one answer.
    private Answer say(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                assertThat(next).as("what comes after '%s'", head).isNotNegative();
                head.append((char) next);
            }
            String fields = head.toString().toLowerCase(Locale.ROOT);
            Matcher length = LENGTH.matcher(fields);
            assertThat(length.find()).as(fields).isTrue();
            return new Answer(fields, new ObjectMapper().readTree(in.readNBytes(Integer.parseInt(length.group(1)))));
        }
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.head()).isEqualTo(status);
        assertThat(answer.head()).contains("content-type: application/problem+json", "x-request-id: ");
        assertThat(answer.body().path("type").asText()).isEqualTo("/problems/" + type);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.head())
                .contains("x-request-id: " + answer.body().path("request_id").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /notes\r\n\r\n",
                "GET /notes HTTP/x.y\r\nHost: a\r\n\r\n",
                "GET /notes HTTP/1.1\r\nHost: a\r\nbad name: x\r\n\r\n",
                "GET /notes HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
                "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
            })
    void whatIsNoHttpIsAMalformedRequest(String request) throws IOException {
        assertProblem(say(request), 400, "malformed-request");
    }

    @Test
    void whatIsTooLongIsToldSo() throws IOException {
        assertProblem(
                say("GET /notes HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"),
                431,
                "headers-too-large");
        assertProblem(
                say("GET /notes?search=" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                431,
                "headers-too-large");
    }

    @Test
    void aTokenOfManyKilobytesIsATokenThatIsNotAccepted() throws IOException {
        Answer answer = say("GET /notes HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                + "x".repeat(14_000) + "." + "x".repeat(400) + "." + "x".repeat(86) + "\r\n\r\n");
        assertProblem(answer, 401, "invalid-token");
    }

    @Test
    void twoAuthorizationHeadersAreOneTooManyWhateverTheClientWouldLikeToUpgradeTo() throws IOException {
        String good = TestTokens.bearer(USER);
        assertProblem(
                say("GET /notes HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nAuthorization: " + good
                        + "\r\nAuthorization: " + good + "\r\n\r\n"),
                400,
                "malformed-request");
    }

    @Test
    void aBodyThatIsTooLongForTheServerIsToldSo() throws IOException {
        String head = "POST /notes HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Authorization: " + TestTokens.bearer(USER) + "\r\n";
        assertProblem(say(head + "Content-Length: 99999999\r\n\r\n{"), 413, "content-too-large");
        assertProblem(
                say(head + "Transfer-Encoding: chunked\r\n\r\n300000\r\n" + " ".repeat(0x300000) + "\r\n0\r\n\r\n"),
                413,
                "content-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes", "xnotes", "*", "/notes/%zz", "/notes?search=a|b", "/notes?search=%", "http://"})
    void whatIsNoTargetIsAMalformedRequest(String target) throws IOException {
        assertProblem(say("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"), 400, "malformed-request");
    }

    @Test
    void aRequestWithoutAHostIsMalformed() throws IOException {
        assertProblem(say("GET /notes HTTP/1.1\r\n\r\n"), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//notes", "/notes/", "/notes/..;/x", "/q/nothing", "/", "/notes%2F", "/notes/%00"})
    void aPathThatIsNoneOfOursIsNoRoute(String target) throws IOException {
        assertProblem(say("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"), 404, "not-found");
    }

    @Test
    void aTargetMayNameTheServerToo() throws IOException {
        assertProblem(say("GET http://a/notes HTTP/1.1\r\nHost: a\r\n\r\n"), 401, "unauthenticated");
    }
}
