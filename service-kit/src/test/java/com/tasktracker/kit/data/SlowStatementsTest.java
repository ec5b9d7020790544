package com.tasktracker.kit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class SlowStatementsTest {

    private static final Logger SLOW = Logger.getLogger("com.tasktracker.sql.slow");

    @Inject
    Sql sql;

    private final List<String> logged = new ArrayList<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage() + Arrays.toString(line.getParameters()));
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        SLOW.addHandler(handler);
    }

    @AfterEach
    void goOn() {
        SLOW.removeHandler(handler);
    }

    @Test
    void aSlowStatementIsLoggedWithItsTextAndWithoutItsValues() {
        sql.first("SELECT pg_sleep(0.12), CAST(? AS text) AS said", row -> row.text("said"), "between us");
        assertThat(logged)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("SELECT pg_sleep(0.12), CAST(? AS text) AS said")
                        .doesNotContain("between us"));
    }

    @Test
    void oneThatFailsIsLoggedToo() {
        assertThatThrownBy(() -> sql.first(
                        "SELECT CAST(slept::text AS integer) + CAST(? AS integer) FROM pg_sleep(0.12) AS slept",
                        row -> true,
                        0))
                .isInstanceOf(DatabaseException.class);
        assertThat(logged).singleElement().asString().contains("SELECT CAST(slept::text AS integer)");
    }

    @Test
    void aBatchThatFailsIsLoggedToo() {
        List<@Nullable Object[]> each = new ArrayList<>();
        each.add(new Object[] {"between us"});
        assertThatThrownBy(() -> sql.updateEach(
                        "INSERT INTO signing_key (kid) SELECT CAST(? AS text) || CAST(slept::text AS integer) "
                                + "FROM pg_sleep(0.12) AS slept",
                        each))
                .isInstanceOf(DatabaseException.class);
        assertThat(logged)
                .singleElement()
                .asString()
                .contains("INSERT INTO signing_key")
                .doesNotContain("between us");
    }

    @Test
    void aQuickOneIsNot() {
        sql.first("SELECT CAST(? AS text) AS said", row -> row.text("said"), "anything");
        assertThat(logged).isEmpty();
    }
}
