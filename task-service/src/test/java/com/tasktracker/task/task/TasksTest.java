package com.tasktracker.task.task;

import static com.tasktracker.task.testing.Crew.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.testing.TestTokens;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.Feeds;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.RestAssured;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class TasksTest {

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    @Test
    void aTaskShowsAllOfItself() {
        String location = as(crew.member)
                .body("""
                        {"board_id": "%s", "title": " Fix  it ", "description": "*now*", "priority": "high",
                         "assigned_to": "%s", "labels": ["bug", "ui", "bug"], "due_date": "2026-12-01"}""".formatted(board, crew.admin))
                .post("/tasks")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        as(crew.viewer)
                .get(location)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("team_id", equalTo(crew.team.toString()))
                .body("board.name", equalTo("Board"))
                .body("board.id", equalTo(board))
                .body("list.name", equalTo("To Do"))
                .body("title", equalTo("Fix it"))
                .body("description", equalTo("*now*"))
                .body("status", equalTo("todo"))
                .body("priority", equalTo("high"))
                .body("assigned_to.username", equalTo("admin"))
                .body("labels", contains("bug", "ui"))
                .body("due_date", equalTo("2026-12-01T23:59:59Z"))
                .body("position", notNullValue())
                .body("comment_count", equalTo(0))
                .body("allowed_transitions", contains("in_progress", "done", "cancelled"))
                .body("created_by.display_name", equalTo("member's name"))
                .body("completed_at", nullValue())
                .body("deleted_at", nullValue())
                .body("version", equalTo(1));
    }

    @Test
    void aChangeOfStatusMovesTheTaskToTheListThatCarriesIt() {
        String task = crew.task(board, "t");
        as(crew.member)
                .body("{\"status\": \"done\", \"title\": \"u\"}")
                .patch("/tasks/" + task)
                .then()
                .statusCode(200)
                .body("status", equalTo("done"))
                .body("title", equalTo("u"))
                .body("list.name", equalTo("Done"))
                .body("completed_at", notNullValue())
                .body("version", equalTo(2));
        as(crew.member)
                .body("{\"status\": \"todo\"}")
                .patch("/tasks/" + task)
                .then()
                .statusCode(422)
                .body("type", endsWith("/invalid-transition"))
                .body("allowed_transitions", contains("in_progress"));
        as(crew.viewer)
                .get("/tasks/" + task + "/transitions")
                .then()
                .statusCode(200)
                .body("status", equalTo("done"))
                .body("allowed", contains("in_progress"));
        as(crew.viewer).get("/boards/" + board).then().body("lists.task_count", contains(0, 0, 1));
    }

    @Test
    void movingIntoAListThatCarriesAStatusIsThatTransition() {
        String task = crew.task(board, "t");
        as(crew.member)
                .body("{\"list_id\": \"%s\"}".formatted(crew.list(board, 1)))
                .post("/tasks/" + task + "/move")
                .then()
                .statusCode(200)
                .body("status", equalTo("in_progress"))
                .body("list.name", equalTo("In Progress"));
    }

    @Test
    void tasksStandWhereTheyAreMoved() {
        String list = crew.list(board, 0);
        String a = crew.task(board, "a");
        String b = crew.task(board, "b");
        String c = crew.task(board, "c");
        move(c, "{\"list_id\": \"%s\", \"before\": \"%s\"}".formatted(list, a));
        expectOrder(list, c, a, b);
        move(c, "{\"list_id\": \"%s\", \"after\": \"%s\"}".formatted(list, a));
        expectOrder(list, a, c, b);
        move(a, "{\"list_id\": \"%s\"}".formatted(list));
        expectOrder(list, c, b, a);
        as(crew.member)
                .body("{\"list_id\": \"%s\", \"before\": \"%s\", \"after\": \"%s\"}".formatted(list, b, a))
                .post("/tasks/" + c + "/move")
                .then()
                .statusCode(400)
                .body("type", endsWith("/validation-failed"))
                .body("errors.field", contains("after"));
        expectOrder(list, c, b, a);
    }

    private void move(String task, String body) {
        as(crew.member).body(body).post("/tasks/" + task + "/move").then().statusCode(200);
    }

    private void expectOrder(String list, String... tasks) {
        as(crew.viewer)
                .get("/tasks?ordering=position&list=" + list)
                .then()
                .statusCode(200)
                .body("results.id", contains(tasks));
    }

    @Test
    void aDeletedTaskIsGone() {
        String task = crew.task(board, "t");
        as(crew.viewer).delete("/tasks/" + task).then().statusCode(403);
        as(crew.member).delete("/tasks/" + task).then().statusCode(204);
        as(crew.member).get("/tasks/" + task).then().statusCode(404);
        as(crew.member).delete("/tasks/" + task).then().statusCode(404);
        as(crew.member).get("/tasks").then().body("results", hasSize(0));
        as(crew.member).get("/tasks?deleted=true").then().body("results.id", contains(task));
        as(crew.viewer).get("/tasks?deleted=true").then().body("results", hasSize(0));
    }

    @Test
    void tasksAreListedNewestFirstAndFiltered() {
        String a = crew.taskWith(board, "Alpha login", "\"priority\": \"urgent\", \"labels\": [\"x\"]");
        String b = crew.taskWith(board, "beta", "\"assigned_to\": \"%s\"".formatted(crew.member));
        String c = crew.taskWith(board, "gamma", "\"due_date\": \"2020-01-01\", \"status\": \"in_progress\"");
        expect("", c, b, a);
        expect("?ordering=title", a, b, c);
        expect("?ordering=-title", c, b, a);
        expect("?ordering=-priority", a, c, b);
        expect("?ordering=due_date", c, a, b);
        expect("?ordering=-due_date", c, b, a);
        expect("?ordering=updated_at", a, b, c);
        expect("?status=todo", b, a);
        expect("?status=todo,in_progress&ordering=created_at", a, b, c);
        expect("?assigned_to=none", c, a);
        expect("?assigned_to=" + crew.member, b);
        expect("?assigned_to=none&assigned_to=" + crew.member, c, b, a);
        expect("?overdue=true", c);
        expect("?due_before=2020-01-02T00:00:00Z", c);
        expect("?label=x", a);
        expect("?label=x&ordering=due_date&include_count=true", a);
        expect("?search=LOGIN", a);
        expect("?search=log");
        expect("?filter=status:todo,priority:high%7Curgent", a);
        expect("?board=" + board + "&created_by=" + crew.member, c, b, a);
        expect("?board=" + Crew.newId());
        as(crew.stranger).get("/tasks").then().body("results", hasSize(0));
    }

    private void expect(String query, String... tasks) {
        as(crew.viewer).get("/tasks" + query).then().statusCode(200).body("results.id", equalTo(List.of(tasks)));
        // And the same page by page, there and back.
        String path = "/tasks" + query + (query.isEmpty() ? "?" : "&") + "page_size=1";
        for (int i = 0; i < tasks.length; i++) {
            path = as(crew.viewer)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .body("results.id", contains(tasks[i]))
                    .extract()
                    .path(i + 1 < tasks.length ? "next" : "previous");
        }
        for (int i = tasks.length - 2; i >= 0; i--) {
            path = as(crew.viewer)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .body("results.id", contains(tasks[i]))
                    .extract()
                    .path("previous");
        }
    }

    @Test
    void unknownFiltersAndValuesAreNamed() {
        as(crew.viewer)
                .get("/tasks?status=open&foo=1&filter=colour:red")
                .then()
                .statusCode(400)
                .body("errors.field", org.hamcrest.Matchers.containsInAnyOrder("status", "foo", "filter"))
                .body(
                        "errors.find { it.field == 'status' }.detail",
                        equalTo("must be one of todo, in_progress, in_review, done, cancelled"))
                .body("errors.find { it.field == 'foo' }.detail", containsString("due_before"))
                .body(
                        "errors.find { it.field == 'filter' }.detail",
                        endsWith("there are status, priority, assigned_to, created_by, team, board, list, label, "
                                + "due_before, due_after, created_before, created_after, updated_after, overdue, "
                                + "search, deleted"));
    }

    @Test
    void anEndedSessionIsRefused() {
        UUID session = Crew.newId();
        String token = "Bearer " + TestTokens.of(crew.member, session);
        RestAssured.given().header("Authorization", token).get("/tasks").then().statusCode(200);
        Feeds.endSession(session, Clock.systemUTC().instant().plus(Duration.ofHours(1)));
        RestAssured.given()
                .header("Authorization", token)
                .get("/tasks")
                .then()
                .statusCode(401)
                .body("type", endsWith("/session-ended"));
    }

    @Test
    void ofTwoVersionsTheStaleOneIsRefused() {
        String task = crew.task(board, "t");
        String tag = as(crew.member).get("/tasks/" + task).header("ETag");
        as(crew.member)
                .header("If-Match", tag)
                .body("{\"title\": \"u\"}")
                .patch("/tasks/" + task)
                .then()
                .statusCode(200);
        as(crew.member)
                .header("If-Match", tag)
                .body("{\"title\": \"v\", \"priority\": \"medium\"}")
                .patch("/tasks/" + task)
                .then()
                .statusCode(412)
                .header("ETag", notNullValue())
                .body("conflicts", equalTo(java.util.Map.of("title", "u")));
    }
}
