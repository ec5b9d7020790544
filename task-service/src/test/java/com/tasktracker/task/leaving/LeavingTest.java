package com.tasktracker.task.leaving;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static com.tasktracker.task.testing.Crew.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.Feeds;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class LeavingTest {

    @Inject
    Sql sql;

    @Inject
    Leaving leaving;

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    private String assigned(String title, String status) {
        return crew.taskWith(
                board, title, "\"assigned_to\": \"%s\", \"status\": \"%s\"".formatted(crew.member, status));
    }

    private ValidatableResponse read(String task) {
        return as(crew.admin).get("/tasks/" + task).then().statusCode(200);
    }

    private void expectUnassigned(String task) {
        read(task).body("assigned_to", nullValue()).body("version", equalTo(2));
        as(crew.admin)
                .get("/tasks/" + task + "/activity")
                .then()
                .body("results", hasSize(2))
                .body("results[1].action", equalTo("updated"))
                .body("results[1].actor", nullValue())
                .body("results[1].changes.field", contains("assigned_to"))
                .body("results[1].changes[0].from", equalTo(crew.member.toString()))
                .body("results[1].changes[0].to", nullValue());
    }

    private void expectAssigned(String task) {
        read(task).body("assigned_to.id", equalTo(crew.member.toString())).body("version", equalTo(1));
    }

    @Test
    void whoeverIsRemovedIsUnassignedFromOpenTasksAlone() {
        String todo = assigned("todo", "todo");
        String started = assigned("started", "in_progress");
        String reviewed = assigned("reviewed", "in_review");
        String done = assigned("done", "done");
        String cancelled = assigned("cancelled", "cancelled");
        Crew other = Crew.gather();
        Feeds.member(other.team, crew.member, "member", Crew.newId());
        Feeds.settle();
        String elsewhere =
                other.taskWith(other.board("Other"), "elsewhere", "\"assigned_to\": \"%s\"".formatted(crew.member));

        Feeds.removeMember(crew.team, crew.member);
        Feeds.settle();

        expectUnassigned(todo);
        expectUnassigned(started);
        expectUnassigned(reviewed);
        expectAssigned(done);
        expectAssigned(cancelled);
        as(other.admin).get("/tasks/" + elsewhere).then().body("assigned_to.id", equalTo(crew.member.toString()));
        as(crew.admin).get("/tasks?assigned_to=none").then().body("results", hasSize(3));
        assertThat(departures()).isZero();
    }

    private int departures() {
        return sql.first("SELECT count(*) AS n FROM departure", row -> row.number("n"))
                .orElseThrow();
    }

    @Test
    void whoeverBecomesAViewerIsUnassigned() {
        String task = assigned("t", "todo");
        Feeds.member(crew.team, crew.member, "viewer", Crew.newId());
        Feeds.settle();
        expectUnassigned(task);
        as(crew.member).get("/tasks/" + task).then().statusCode(200);
    }

    @Test
    void whoeverBecomesAnAdminKeepsTheirTasks() {
        UUID person = Crew.newId();
        UUID membership = Crew.newId();
        Feeds.person(person, "riser");
        Feeds.member(crew.team, person, "member", membership);
        Feeds.settle();
        String task = crew.taskWith(board, "t", "\"assigned_to\": \"%s\"".formatted(person));
        Feeds.member(crew.team, person, "admin", membership);
        Feeds.settle();
        read(task).body("assigned_to.id", equalTo(person.toString())).body("version", equalTo(1));
    }

    @Test
    void whoeverDeletesTheirAccountIsUnassignedAndCannotBeAssignedAgain() {
        String task = assigned("t", "todo");
        Feeds.people().delete("person.deleted", "person/" + crew.member, Map.of("id", crew.member));
        Feeds.settle();
        expectUnassigned(task);
        as(crew.admin)
                .body("{\"assigned_to\": \"%s\"}".formatted(crew.member))
                .patch("/tasks/" + task)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("assigned_to"));
        Feeds.person(crew.member, "member");
    }

    @Test
    void whoeverIsRemovedAndAddedAgainBetweenTwoReadsIsUnassigned() {
        String task = assigned("t", "todo");
        Feeds.member(crew.team, crew.member, "member", Crew.newId());
        Feeds.settle();
        expectUnassigned(task);
        as(crew.member)
                .body("{\"assigned_to\": \"%s\"}".formatted(crew.member))
                .patch("/tasks/" + task)
                .then()
                .statusCode(200)
                .body("assigned_to.id", equalTo(crew.member.toString()));
    }

    @Test
    void whoeverIsGoneWhenTheFeedIsReadAnewIsUnassigned() {
        String task = assigned("t", "todo");
        UUID heldOn = Crew.newId();
        Feeds.member(crew.team, crew.viewer, "member", heldOn);
        Feeds.settle();
        String kept = crew.taskWith(board, "kept", "\"assigned_to\": \"%s\"".formatted(crew.viewer));

        Feeds.teams().startNewEpoch(() -> {
            Feeds.team(crew.team, "A team");
            Feeds.member(crew.team, crew.viewer, "member", heldOn);
            Feeds.member(crew.team, crew.admin, "admin", Crew.newId());
        });
        Feeds.settle();
        eventually(
                "the feed is read anew",
                () -> as(crew.member).get("/tasks/" + task).statusCode() == 404
                        && as(crew.admin).get("/tasks/" + task).statusCode() == 200);

        // The teams of all other tests are gone as well, so that it may take more than one batch.
        eventually(
                "the task is released",
                () -> as(crew.admin).get("/tasks/" + task).path("assigned_to") == null);
        expectUnassigned(task);
        read(kept).body("assigned_to.id", equalTo(crew.viewer.toString())).body("version", equalTo(1));
    }

    @Test
    void manyTasksAreReleasedBatchByBatchEachOnceWhoeverDoesIt() throws Exception {
        int many = 450;
        StringBuilder operations = new StringBuilder();
        for (int i = 0; i < 90; i++) {
            operations
                    .append(i == 0 ? "" : ",")
                    .append("{\"op\": \"create\", \"board_id\": \"%s\", \"title\": \"t\", \"assigned_to\": \"%s\"}"
                            .formatted(board, crew.member));
        }
        for (int i = 0; i < many; i += 90) {
            as(crew.member)
                    .body("{\"operations\": [" + operations + "]}")
                    .post("/tasks/bulk")
                    .then()
                    .statusCode(200);
        }
        Feeds.removeMember(crew.team, crew.member);
        Feeds.settle();
        try (ExecutorService replicas = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(replicas.submit(leaving::finish));
            }
            for (Future<?> replica : running) {
                replica.get();
            }
        }
        eventually("all are released", () -> departures() == 0);
        as(crew.admin)
                .get("/tasks?include_count=true&page_size=1&assigned_to=none")
                .then()
                .body("count", equalTo(many));
        int told = sql.first(
                        "SELECT count(*) AS n FROM activity WHERE board_id = ? AND type = 'task.updated'",
                        row -> row.number("n"),
                        UUID.fromString(board))
                .orElseThrow();
        assertThat(told).isEqualTo(many);
    }

    @Test
    void anAssignmentCannotCrossARemoval() throws Exception {
        String task = crew.task(board, "t");
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            for (int round = 0; round < 25; round++) {
                String body = "{\"assigned_to\": \"%s\"}".formatted(crew.member);
                Future<Integer> assigning = executor.submit(
                        () -> as(crew.admin).body(body).patch("/tasks/" + task).statusCode());
                Future<?> removing = executor.submit(() -> Feeds.removeMember(crew.team, crew.member));
                removing.get();
                assertThat(assigning.get()).isIn(200, 422);
                Feeds.settle();
                eventually(
                        "nobody holds the task",
                        () -> as(crew.admin).get("/tasks/" + task).path("assigned_to") == null);
                Feeds.member(crew.team, crew.member, "member", Crew.newId());
                Feeds.settle();
            }
        }
    }

    @Test
    void whatIsOpenedAgainIsTakenFromWhomWhoLeftMeanwhile() {
        String done = assigned("done", "done");
        String moved = assigned("moved", "done");
        String inBulk = assigned("in bulk", "done");
        String trashed = assigned("trashed", "todo");
        as(crew.admin).delete("/tasks/" + trashed).then().statusCode(204);
        String trashedDone = assigned("trashed done", "done");
        as(crew.admin).delete("/tasks/" + trashedDone).then().statusCode(204);
        Feeds.removeMember(crew.team, crew.member);
        Feeds.settle();
        as(crew.admin)
                .body("{\"status\": \"in_progress\"}")
                .patch("/tasks/" + done)
                .then()
                .statusCode(200)
                .body("assigned_to", nullValue());
        bulkOpens(inBulk).body("results[0].task.assigned_to", nullValue());
        as(crew.admin)
                .body("{\"list_id\": \"%s\"}".formatted(crew.list(board, 1)))
                .post("/tasks/" + moved + "/move")
                .then()
                .statusCode(200)
                .body("status", equalTo("in_progress"))
                .body("assigned_to", nullValue());
        as(crew.admin)
                .post("/tasks/" + trashed + "/restore")
                .then()
                .statusCode(200)
                .body("assigned_to", nullValue());
        as(crew.admin)
                .post("/tasks/" + trashedDone + "/restore")
                .then()
                .statusCode(200)
                .body("assigned_to", notNullValue());
    }

    @Test
    void whoeverCameBackMayHoldWhatIsOpenedAgain() {
        String done = assigned("done", "done");
        String inBulk = assigned("in bulk", "done");
        Feeds.member(crew.team, crew.member, "member", Crew.newId());
        Feeds.settle();
        as(crew.admin)
                .body("{\"status\": \"in_progress\"}")
                .patch("/tasks/" + done)
                .then()
                .statusCode(200)
                .body("assigned_to.id", equalTo(crew.member.toString()));
        bulkOpens(inBulk).body("results[0].task.assigned_to.id", equalTo(crew.member.toString()));
        Feeds.removeMember(crew.team, crew.member);
        Feeds.settle();
        read(done).body("assigned_to", nullValue());
        read(inBulk).body("assigned_to", nullValue());
    }

    private ValidatableResponse bulkOpens(String task) {
        return as(crew.admin)
                .body("""
                        {"operations": [{"op": "update", "id": "%s", "status": "in_progress"}]}""".formatted(task))
                .post("/tasks/bulk")
                .then()
                .statusCode(200)
                .body("results[0].task.status", equalTo("in_progress"));
    }

    @Test
    void whatOneBulkClosesAndOpensIsTakenFromThoseAloneWhoLeftMeanwhile() {
        String held = assigned("held", "todo");
        bulkClosesAndOpens(held).body("results[1].task.assigned_to.id", equalTo(crew.member.toString()));
        read(held).body("assigned_to.id", equalTo(crew.member.toString()));
        // As the feed leaves it as long as somebody else holds the task.
        sql.update("DELETE FROM member WHERE team_id = ? AND person_id = ?", crew.team, crew.member);
        bulkClosesAndOpens(held).body("results[1].task.assigned_to", nullValue());
        read(held).body("assigned_to", nullValue());
    }

    private ValidatableResponse bulkClosesAndOpens(String task) {
        return as(crew.admin)
                .body("""
                        {"operations": [{"op": "update", "id": "%1$s", "status": "done"},
                            {"op": "update", "id": "%1$s", "status": "in_progress"}]}""".formatted(task))
                .post("/tasks/bulk")
                .then()
                .statusCode(200)
                .body("results.task.status", contains("done", "in_progress"))
                .body("results[0].task.assigned_to.id", equalTo(crew.member.toString()));
    }

    @Test
    void tasksThatAreOpenedAgainWithTheirListAreReleasedToo() {
        String done = assigned("done", "done");
        Feeds.removeMember(crew.team, crew.member);
        Feeds.settle();
        as(crew.admin)
                .delete("/boards/" + board + "/lists/" + crew.list(board, 2) + "?move_to=" + crew.list(board, 1))
                .then()
                .statusCode(204);
        eventually("it is released", () -> as(crew.admin).get("/tasks/" + done).path("assigned_to") == null);
        read(done).body("status", equalTo("in_progress"));
    }

    @Test
    void aDeletedTeamIsOutOfReachAtOnceAndItsBoardsAreDeleted() {
        String task = assigned("t", "todo");
        for (UUID person : new UUID[] {crew.admin, crew.member, crew.viewer}) {
            Feeds.removeMember(crew.team, person);
        }
        Feeds.teams().delete("team.deleted", "team/" + crew.team, Map.of("id", crew.team));
        Feeds.settle();
        for (UUID person : new UUID[] {crew.admin, crew.member, crew.viewer}) {
            as(person).get("/boards/" + board).then().statusCode(404);
            as(person).get("/tasks/" + task).then().statusCode(404);
            as(person).get("/tasks").then().body("results", hasSize(0));
            as(person).get("/boards?deleted=true").then().body("results", hasSize(0));
            as(person).post("/boards/" + board + "/restore").then().statusCode(404);
        }
        eventually(
                "the board is deleted",
                () -> sql.first(
                                "SELECT deleted_at FROM board WHERE id = ?",
                                row -> row.timeOrNull("deleted_at") != null,
                                UUID.fromString(board))
                        .orElseThrow());
        eventually("nothing is left to do", () -> departures() == 0);
    }
}
