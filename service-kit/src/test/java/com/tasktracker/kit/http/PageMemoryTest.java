package com.tasktracker.kit.http;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pages of some megabytes, and clients who do not take them.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PageMemoryTest {

    private static final UUID USER = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final int ROWS = 60;
    /// Together more than the budget, and more than the buffers of their connections.
    private static final int SLOW_CLIENTS = 12;

    @Inject
    Sql sql;

    private final List<Socket> slow = new ArrayList<>();

    @BeforeEach
    void notes() {
        sql.update("DELETE FROM note");
        TestTokens.publish(sql);
        for (int i = 0; i < ROWS; i++) {
            add("large", "語".repeat(30_000));
        }
        add("small", "s");
    }

    private void add(String title, String body) {
        sql.update(
                "INSERT INTO note (id, title, body, version) VALUES (?, ?, ?, 1)",
                Ids.next(Clock.systemUTC()),
                title,
                body);
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket client : slow) {
            client.close();
        }
        sql.update("DELETE FROM note");
    }

    private static Response get(String search) {
        return given().header("Authorization", TestTokens.bearer(USER))
                .queryParam("page_size", 100)
                .queryParam("search", search)
                .get("/notes");
    }

    private void askAndTakeNothing() throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(1024);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
        String request = """
                GET /notes?page_size=100&search=large HTTP/1.1\r
                Host: localhost\r
                Authorization: %s\r
                \r
                """.formatted(TestTokens.bearer(USER));
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
        slow.add(client);
    }

    @Test
    void aLargePageIsWhole() {
        get("large").then().statusCode(200).contentType("application/json").body("results", hasSize(ROWS));
    }

    @Test
    void clientsWhoTakeNothingHoldNoMoreThanTheBudget() throws IOException {
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            askAndTakeNothing();
        }
        eventually("there is no room for one more", () -> get("large").statusCode() == 503);
        get("large").then().statusCode(503).header("Retry-After", "2").body("type", equalTo("/problems/unavailable"));
        get("small").then().statusCode(200).body("results", hasSize(1));
        leaveAll();
        eventually("there is room again", () -> get("large").statusCode() == 200);
    }

    private void leaveAll() throws IOException {
        for (Socket client : slow) {
            client.close();
        }
        assertThat(slow).allMatch(Socket::isClosed);
    }
}
