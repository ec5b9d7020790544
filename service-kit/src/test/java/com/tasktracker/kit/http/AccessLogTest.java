package com.tasktracker.kit.http;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class AccessLogTest {
    private static final UUID USER = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final Logger LOG = Logger.getLogger("com.tasktracker.access");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Inject
    Sql sql;

    @BeforeEach
    void listen() {
        TestTokens.publish(sql);
        LOG.setLevel(Level.INFO);
        LOG.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(handler);
        LOG.setLevel(Level.WARNING);
    }

    @Test
    void requestIsOneLineWithItsRouteAndItsTimeAndNothingOfItsCallerButTheId() {
        UUID absent = UUID.fromString("01900000-0000-7000-8000-0000000000aa");
        given().header("Authorization", TestTokens.bearer(USER))
                .header("X-Request-Id", "seen-in-the-log")
                .get("/notes/" + absent)
                .then()
                .statusCode(404);
        eventually("the line is there", () -> lines.size() == 1);
        assertThat(lines.peek())
                .matches("GET /notes/\\{id} 404 [0-9]+ ms [0-9]+ bytes caller=" + USER + " request_id=seen-in-the-log");
    }
}
