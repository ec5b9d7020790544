package com.tasktracker.kit.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PagesTest {

    private static final UUID USER = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("01900000-0000-7000-8000-000000000002");
    private static final int NOTES = 23;

    @Inject
    Sql sql;

    @BeforeEach
    void notes() {
        sql.update("DELETE FROM note");
        TestTokens.publish(sql);
        for (int i = 0; i < NOTES; i++) {
            // Ties in both sort keys, and every fourth without a due date.
            @Nullable Instant due = i % 4 == 0 ? null : Instant.EPOCH.plusSeconds(i / 3);
            sql.update(
                    "INSERT INTO note (id, title, due_date, version) VALUES (?, ?, ?, 1)",
                    Ids.next(Clock.systemUTC()),
                    "n" + i / 5,
                    due);
        }
    }

    private static JsonPath get(UUID user, String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", TestTokens.bearer(user))
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> inOrder(String order) {
        return sql.list(
                "SELECT id FROM note ORDER BY " + order, row -> row.id("id").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "-title", "due_date", "-due_date"})
    void aWalkForthAndBackSeesEveryRowOnceInOrder(String ordering) {
        boolean isDescending = ordering.startsWith("-");
        String direction = isDescending ? " DESC" : " ASC";
        String key = isDescending ? ordering.substring(1) : ordering;
        List<String> expected = inOrder(key + direction + " NULLS LAST, id" + direction);

        List<String> forth = new ArrayList<>();
        String path = "/notes?page_size=5&ordering=" + ordering;
        String last = path;
        while (path != null) {
            JsonPath page = get(USER, path);
            forth.addAll(page.getList("results.id"));
            last = path;
            path = page.getString("next");
        }
        assertThat(forth).isEqualTo(expected);

        List<String> back = new ArrayList<>();
        path = last;
        while (path != null) {
            JsonPath page = get(USER, path);
            back.addAll(0, page.getList("results.id"));
            path = page.getString("previous");
        }
        assertThat(back).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "99999999999999999999", "0000000000000101"})
    void aSizeBeyondTheLargestCountsAsTheLargest(String size) {
        assertThat(get(USER, "/notes?page_size=" + size).getList("results")).hasSize(NOTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "-1", "1.5", "many", "", "%2B1", "1e2"})
    void whatIsNoSizeIsRefused(String size) {
        given().urlEncodingEnabled(false)
                .header("Authorization", TestTokens.bearer(USER))
                .get("/notes?page_size=" + size)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("page_size"));
    }

    @Test
    void theFirstPageHasNoPreviousAndTheCountIsTold() {
        given().header("Authorization", TestTokens.bearer(USER))
                .get("/notes?page_size=1000&include_count=true")
                .then()
                .statusCode(200)
                .body("results.size()", equalTo(NOTES))
                .body("next", nullValue())
                .body("previous", nullValue())
                .body("count", equalTo(NOTES))
                .body("count_is_exact", equalTo(true));
    }

    @Test
    void aCursorHoldsOnlyForItsFiltersItsOrderingAndItsCaller() {
        String next = get(USER, "/notes?page_size=5&search=n&ordering=title").getString("next");
        String cursor = next.substring(next.indexOf("cursor=") + "cursor=".length());
        get(USER, "/notes?search=n&ordering=title&page_size=7&cursor=" + cursor);
        for (String changed : List.of(
                "/notes?search=n&ordering=-title&cursor=" + cursor,
                "/notes?search=n1&ordering=title&cursor=" + cursor,
                "/notes?ordering=title&cursor=" + cursor,
                "/notes?search=n&ordering=title&cursor=" + cursor + "A",
                "/notes?search=n&ordering=title&cursor=B" + cursor.substring(1))) {
            given().header("Authorization", TestTokens.bearer(USER))
                    .get(changed)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("cursor"));
        }
        given().header("Authorization", TestTokens.bearer(OTHER))
                .get(next)
                .then()
                .statusCode(400);
    }
}
