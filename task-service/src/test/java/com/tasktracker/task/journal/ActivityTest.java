package com.tasktracker.task.journal;

import static com.tasktracker.task.testing.Crew.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class ActivityTest {

    @Inject
    Sql sql;

    private Crew crew = Crew.gather();

    @BeforeEach
    void gather() {
        crew = Crew.gather();
    }

    @Test
    void everyChangeOfEveryFieldIsToldInTheOrderOfHappening() {
        String board = crew.board("Board");
        String task = crew.task(board, "t");
        String path = "/tasks/" + task;
        as(crew.admin).body("""
                        {"title": "u", "priority": "high", "labels": ["x"], "due_date": "2026-12-01T00:00:00Z",
                         "assigned_to": "%s", "description": "d"}""".formatted(crew.member)).patch(path).then().statusCode(200);
        as(crew.member).body("{\"title\": \"u\"}").patch(path).then().statusCode(200);
        as(crew.member).body("{\"status\": \"done\"}").patch(path).then().statusCode(200);
        as(crew.member)
                .body("{\"list_id\": \"%s\"}".formatted(crew.list(board, 2)))
                .post(path + "/move")
                .then()
                .statusCode(200);
        as(crew.member).delete(path).then().statusCode(204);
        as(crew.member).post(path + "/restore").then().statusCode(200);
        as(crew.viewer)
                .get(path + "/activity?include_count=true")
                .then()
                .statusCode(200)
                .body("count", equalTo(6))
                .body("results.action", contains("created", "updated", "updated", "moved", "deleted", "restored"))
                .body("results[0].actor.username", equalTo("member"))
                .body("results[0].id", notNullValue())
                .body("results[0].at", notNullValue())
                .body("results[1].actor.username", equalTo("admin"))
                .body(
                        "results[1].changes.field",
                        contains("title", "description", "priority", "assigned_to", "labels", "due_date"))
                .body("results[1].changes[0].from", equalTo("t"))
                .body("results[1].changes[0].to", equalTo("u"))
                .body("results[1].changes[3].from", nullValue())
                .body("results[1].changes[3].to", equalTo(crew.member.toString()))
                .body("results[1].changes[4].to", contains("x"))
                .body("results[1].changes[5].to", equalTo("2026-12-01T00:00:00Z"))
                .body("results[2].changes.field", contains("status", "completed_at", "list"))
                .body("results[2].changes[0].to", equalTo("done"))
                .body("results[3].changes.field", contains("position"))
                .body("results[4].changes.field", contains("deleted_at"))
                .body("results[5].changes.field", contains("deleted_at", "position"));
    }

    @Test
    void whatHappenedCannotBeChanged() {
        String board = crew.board("Board");
        assertThatThrownBy(
                        () -> sql.update("UPDATE activity SET actor = NULL WHERE board_id = ?", UUID.fromString(board)))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refusal -> assertThat(refusal.state()).isEqualTo("42501"));
    }

    @Test
    void aChangeThatCannotBeToldIsNotMade() throws SQLException {
        String board = crew.board("Board");
        String task = crew.task(board, "t");
        asOwner("ALTER TABLE task.activity ADD CONSTRAINT not_now CHECK (board_id <> '%s') NOT VALID".formatted(board));
        try {
            as(crew.member)
                    .body("{\"title\": \"u\", \"status\": \"done\"}")
                    .patch("/tasks/" + task)
                    .then()
                    .statusCode(500);
        } finally {
            asOwner("ALTER TABLE task.activity DROP CONSTRAINT not_now");
        }
        as(crew.viewer)
                .get("/tasks/" + task)
                .then()
                .body("title", equalTo("t"))
                .body("status", equalTo("todo"))
                .body("version", equalTo(1));
        as(crew.viewer).get("/boards/" + board).then().body("lists.task_count", contains(1, 0, 0));
        as(crew.viewer).get("/tasks/" + task + "/activity").then().body("results.action", contains("created"));
    }

    private static void asOwner(String statement) throws SQLException {
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    @Test
    void activityComesInPagesBothWays() {
        String task = crew.task(crew.board("Board"), "t");
        for (String title : new String[] {"u", "v", "w"}) {
            as(crew.member)
                    .body("{\"title\": \"%s\"}".formatted(title))
                    .patch("/tasks/" + task)
                    .then()
                    .statusCode(200);
        }
        String next = as(crew.viewer)
                .get("/tasks/" + task + "/activity?page_size=2&ordering=-at")
                .then()
                .body("results.collect { it.changes[0].to }", contains("w", "v"))
                .extract()
                .path("next");
        as(crew.viewer).get(next).then().body("results.action", contains("updated", "created"));
    }
}
