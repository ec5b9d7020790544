package com.tasktracker.task.purge;

import static com.tasktracker.task.testing.Crew.as;
import static com.tasktracker.task.testing.Crew.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class PurgeTest {

    @Inject
    Sql sql;

    @Inject
    Purge purge;

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    private String deleted(String title) {
        String task = crew.task(board, title);
        id(as(crew.member).body("{\"body\": \"c\"}").post("/tasks/" + task + "/comments"));
        as(crew.member).delete("/tasks/" + task).then().statusCode(204);
        return task;
    }

    private void age(String table, String id, int days) {
        sql.update(
                "UPDATE " + table + " SET deleted_at = deleted_at - make_interval(days => ?) WHERE id = ?",
                days,
                UUID.fromString(id));
    }

    private int rows(String table, String column, String id) {
        return sql.first(
                        "SELECT count(*) AS n FROM " + table + " WHERE " + column + " = ?",
                        row -> row.number("n"),
                        UUID.fromString(id))
                .orElseThrow();
    }

    @Test
    void whatWasDeletedNinetyDaysAgoIsRemovedWithAllThatBelongsToIt() {
        String old = deleted("old");
        String young = deleted("young");
        String live = crew.task(board, "live");
        age("task", old, 91);
        age("task", young, 89);
        purge.run();
        assertThat(rows("task", "id", old)).isZero();
        assertThat(rows("task_terms", "task_id", old)).isZero();
        assertThat(rows("comment", "task_id", old)).isZero();
        assertThat(sql.first(
                                "SELECT count(*) AS n FROM activity WHERE task_id = ? AND of_task",
                                row -> row.number("n"),
                                UUID.fromString(old))
                        .orElseThrow())
                .isZero();
        as(crew.member).post("/tasks/" + old + "/restore").then().statusCode(404);
        as(crew.member).get("/tasks?deleted=true").then().body("results.id", contains(young));
        as(crew.member).post("/tasks/" + young + "/restore").then().statusCode(200);
        as(crew.viewer).get("/tasks/" + live + "/activity").then().body("results", hasSize(1));
    }

    @Test
    void aBoardThatWasDeletedNinetyDaysAgoIsRemovedWithAllOnIt() {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tasks.add(crew.task(board, "t"));
        }
        deleted("trash");
        String kept = crew.board("Kept");
        as(crew.admin).delete("/boards/" + board).then().statusCode(204);
        as(crew.admin).delete("/boards/" + kept).then().statusCode(204);
        age("board", board, 91);
        age("board", kept, 89);
        as(crew.admin).post("/boards/" + board + "/restore").then().statusCode(404);
        as(crew.admin).get("/boards?deleted=true").then().body("results.id", contains(kept));
        purge.run();
        for (String table : new String[] {"task", "board_list", "board_head", "activity"}) {
            assertThat(rows(table, "board_id", board)).as(table).isZero();
        }
        assertThat(rows("board", "id", board)).isZero();
        assertThat(rows("task_terms", "task_id", tasks.getFirst())).isZero();
        as(crew.admin).post("/boards/" + kept + "/restore").then().statusCode(200);
    }

    @Test
    void theActivityOfATaskThatMovedAwayOutlivesTheBoardOnWhichItHappened() {
        String task = crew.task(board, "t");
        as(crew.member)
                .body("{\"title\": \"u\"}")
                .patch("/tasks/" + task)
                .then()
                .statusCode(200);
        String other = crew.board("Other");
        as(crew.member)
                .body("{\"list_id\": \"%s\"}".formatted(crew.list(other, 0)))
                .post("/tasks/" + task + "/move")
                .then()
                .statusCode(200);
        crew.task(board, "left behind");
        as(crew.admin).delete("/boards/" + board).then().statusCode(204);
        age("board", board, 91);
        purge.run();
        assertThat(rows("board", "id", board)).isZero();
        as(crew.viewer)
                .get("/tasks/" + task + "/activity")
                .then()
                .statusCode(200)
                .body("results.action", contains("created", "updated", "moved"))
                .body("results[1].changes[0].to", equalTo("u"))
                .body("results[2].changes[0].from", equalTo(board));
        assertThat(rows("activity", "board_id", board)).isEqualTo(2);

        as(crew.member).delete("/tasks/" + task).then().statusCode(204);
        age("task", task, 91);
        purge.run();
        assertThat(rows("task", "id", task)).isZero();
        assertThat(rows("activity", "task_id", task)).isZero();
        assertThat(rows("activity", "board_id", board)).isZero();
    }

    @Test
    void severalAtOnceDoItOnceAndInBatches() throws Exception {
        int many = 450;
        String seed = deleted("seed");
        age("task", seed, 100);
        sql.update("""
                INSERT INTO task (id, team_id, board_id, list_id, position, title, title_key, status, priority,
                    created_by, created_at, updated_at, deleted_at)
                SELECT gen_random_uuid(), team_id, board_id, list_id, position, title, title_key, status, priority,
                    created_by, created_at, updated_at, deleted_at
                FROM task, generate_series(2, ?) WHERE id = ?""", many, UUID.fromString(seed));
        assertThat(rows("task", "board_id", board)).isEqualTo(many);
        try (ExecutorService replicas = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(replicas.submit(purge::run));
            }
            for (Future<?> replica : running) {
                replica.get();
            }
        }
        // Whoever came second left it to the first, which may have stopped between two batches of theirs.
        purge.run();
        assertThat(rows("task", "board_id", board)).isZero();
    }

    @Test
    void aTaskWithManyCommentsIsRemovedBitByBit() {
        String old = deleted("old");
        sql.update("""
                INSERT INTO comment (id, task_id, team_id, body, created_by, created_at, updated_at)
                SELECT gen_random_uuid(), task_id, team_id, body, created_by, created_at, updated_at
                FROM comment, generate_series(1, 12000) WHERE task_id = ?""", UUID.fromString(old));
        age("task", old, 91);
        purge.run();
        assertThat(rows("comment", "task_id", old)).isZero();
        assertThat(rows("task", "id", old)).isZero();
    }
}
