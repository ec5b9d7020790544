package com.tasktracker.task.leaving;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static com.tasktracker.task.testing.Crew.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.Feeds;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An assignment that has found its assignee to be a member, and their removal before it is through: the removal waits.
@TaskServiceTest
class CrossingTest {

    private static final String WAITS = """
            SELECT pid FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid))""";

    /// Whoever takes a member away and waits for somebody who waits for that connection.
    private static final String WAITS_BEHIND = """
            SELECT removal.pid FROM pg_stat_activity removal
            CROSS JOIN unnest(pg_blocking_pids(removal.pid)) AS assignment (pid)
            WHERE ? = ANY (pg_blocking_pids(assignment.pid)) AND removal.query LIKE '%member%'""";

    @Inject
    Sql sql;

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    private String task() {
        return crew.task(board, "t");
    }

    private String assignment() {
        return "\"assigned_to\": \"%s\"".formatted(crew.member);
    }

    @Test
    void aChange() throws Exception {
        String task = task();
        expectRemovalToWait(
                "task",
                task,
                () -> as(crew.admin).body("{" + assignment() + "}").patch("/tasks/" + task));
    }

    @Test
    void aCreation() throws Exception {
        expectRemovalToWait(
                "board_list",
                crew.list(board, 0),
                () -> as(crew.admin)
                        .body("{\"board_id\": \"%s\", \"title\": \"t\", %s}".formatted(board, assignment()))
                        .post("/tasks"));
    }

    @Test
    void aBulkThatCreates() throws Exception {
        expectRemovalToWait(
                "board_list",
                crew.list(board, 0),
                () -> bulk("{\"op\": \"create\", \"board_id\": \"%s\", \"title\": \"t\", %s}"
                        .formatted(board, assignment())));
    }

    @Test
    void aBulkThatChanges() throws Exception {
        String task = task();
        expectRemovalToWait(
                "task", task, () -> bulk("{\"op\": \"update\", \"id\": \"%s\", %s}".formatted(task, assignment())));
    }

    private Response bulk(String operation) {
        return as(crew.admin).body("{\"operations\": [" + operation + "]}").post("/tasks/bulk");
    }

    /// Holds a row for which the assignment has to wait once it holds the membership.
    private void expectRemovalToWait(String table, String row, Supplier<Response> assignment) throws Exception {
        try (ExecutorService executor = Executors.newCachedThreadPool();
                Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM task.%s WHERE id = '%s' FOR UPDATE".formatted(table, row));
            Future<Response> assigning = executor.submit(assignment::get);
            int holder = pid(statement);
            eventually("the assignment waits", () -> finds(WAITS, holder));
            Feeds.removeMember(crew.team, crew.member);
            eventually("the removal waits for the assignment", () -> finds(WAITS_BEHIND, holder));
            connection.rollback();
            assertThat(assigning.get().statusCode()).isBetween(200, 201);
            assertThat(assigning.get().asString()).contains(crew.member.toString());
        }
        Feeds.settle();
        eventually(
                "nobody holds the task",
                () -> as(crew.admin)
                        .get("/tasks?assigned_to=none")
                        .<Integer>path("results.size()")
                        .equals(1));
        as(crew.admin).get("/tasks?assigned_to=" + crew.member).then().body("results", hasSize(0));
    }

    private static int pid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private boolean finds(String query, int pid) {
        return sql.first(query, row -> row.number("pid"), pid).isPresent();
    }
}
