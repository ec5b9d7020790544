package com.tasktracker.task.task;

import static com.tasktracker.task.testing.Crew.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class BulkTest {

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    private ValidatableResponse bulk(String operations) {
        return as(crew.member)
                .body("{\"operations\": [" + operations + "]}")
                .post("/tasks/bulk")
                .then();
    }

    @Test
    void allOperationsTakeEffectInTheirOrder() {
        String a = crew.task(board, "a");
        String b = crew.task(board, "b");
        bulk("""
                {"op": "create", "board_id": "%s", "title": "c", "status": "done", "assigned_to": "%s"},
                {"op": "update", "id": "%s", "version": 1, "status": "in_progress", "labels": ["x"]},
                {"op": "update", "id": "%s", "version": 2, "title": "aa"},
                {"op": "delete", "id": "%s"}""".formatted(board, crew.admin, a, a, b))
                .statusCode(200)
                .contentType("application/json")
                .body("results.op", contains("create", "update", "update", "delete"))
                .body("results[0].id", notNullValue())
                .body("results[0].task.list.name", equalTo("Done"))
                .body("results[0].task.assigned_to.username", equalTo("admin"))
                .body("results[2].task.title", equalTo("aa"))
                .body("results[2].task.version", equalTo(3))
                .body("results[3].id", equalTo(b))
                .body("results[3].task", nullValue());
        as(crew.member).get("/tasks?ordering=title").then().body("results.title", contains("aa", "c"));
    }

    @Test
    void anOperationFindsWhatThoseBeforeItHaveLeft() {
        String a = crew.task(board, "before");
        bulk("""
                {"op": "update", "id": "%s", "title": "between"},
                {"op": "update", "id": "%s", "title": "after", "assigned_to": "%s"},
                {"op": "update", "id": "%s", "assigned_to": null, "status": "done"}""".formatted(a, a, crew.admin, a))
                .statusCode(200)
                .body("results.task.version", contains(2, 3, 4))
                .body("results[1].task.assigned_to.username", equalTo("admin"))
                .body("results[2].task.list.name", equalTo("Done"));
        as(crew.member)
                .get("/tasks/" + a)
                .then()
                .body("title", equalTo("after"))
                .body("assigned_to", nullValue())
                .body("version", equalTo(4));
        as(crew.member)
                .get("/tasks/" + a + "/activity")
                .then()
                .body("results[1].changes.field", contains("title"))
                .body("results[2].changes.field", contains("title", "assigned_to"));
        as(crew.member).get("/tasks?search=after").then().body("results.id", contains(a));
        as(crew.member).get("/tasks?search=between").then().body("results", hasSize(0));
        bulk("""
                {"op": "delete", "id": "%s"},
                {"op": "update", "id": "%s", "title": "gone"}""".formatted(a, a)).statusCode(404).body("errors.field", contains("operations[1].id"));
    }

    @Test
    void oneRefusalUndoesAll() {
        String a = crew.task(board, "a");
        bulk("""
                {"op": "update", "id": "%s", "title": "changed"},
                {"op": "update", "id": "%s", "title": "b"}""".formatted(a, Crew.newId()))
                .statusCode(404)
                .body("type", endsWith("/not-found"))
                .body("errors.field", contains("operations[1].id"));
        bulk("""
                {"op": "update", "id": "%s", "title": "changed"},
                {"op": "update", "id": "%s", "version": 1}""".formatted(a, a))
                .statusCode(412)
                .header("ETag", nullValue())
                .body("errors.field", contains("operations[1].version"));
        bulk("""
                {"op": "update", "id": "%s", "title": "changed", "assigned_to": "%s"}""".formatted(a, crew.viewer))
                .statusCode(422)
                .body("type", endsWith("/invalid-reference"))
                .body("errors.field", contains("operations[0].assigned_to"));
        bulk("""
                {"op": "update", "id": "%s", "title": "changed", "status": "in_review"}""".formatted(a))
                .statusCode(422)
                .body("type", endsWith("/invalid-transition"))
                .body("allowed_transitions", contains("in_progress", "done", "cancelled"))
                .body("errors.field", contains("operations[0].id"));
        as(crew.member).get("/tasks/" + a).then().body("title", equalTo("a")).body("version", equalTo(1));
    }

    @Test
    void aListIsFullAsTheOperationsBeforeHaveLeftIt() {
        String full = crew.list(board, 1);
        as(crew.admin)
                .body("{\"limit\": 2}")
                .patch("/boards/" + board + "/lists/" + full)
                .then()
                .statusCode(200);
        String a = crew.taskWith(board, "a", "\"status\": \"in_progress\"");
        String b = crew.taskWith(board, "b", "\"status\": \"in_progress\"");
        String create = "{\"op\": \"create\", \"board_id\": \"%s\", \"list_id\": \"%s\", \"title\": \"%s\"}";
        bulk(create.formatted(board, full, "c"))
                .statusCode(409)
                .body("type", endsWith("/list-full"))
                .body("errors.field", contains("operations[0].list_id"));
        bulk("{\"op\": \"delete\", \"id\": \"%s\"}, ".formatted(a)
                        + create.formatted(board, full, "c") + ", "
                        + create.formatted(board, full, "d"))
                .statusCode(409)
                .body("errors.field", contains("operations[2].list_id"));
        bulk("{\"op\": \"delete\", \"id\": \"%s\"}, ".formatted(a)
                        + create.formatted(board, full, "c")
                        + ", {\"op\": \"update\", \"id\": \"%s\", \"status\": \"done\"}, ".formatted(b)
                        + create.formatted(board, full, "d"))
                .statusCode(200)
                .body("results.task.list.name", contains("In Progress", "Done", "In Progress"));
        as(crew.member).get("/boards/" + board).then().body("lists.task_count", contains(0, 2, 1));
        crew.taskWith(board, "e", "\"status\": \"done\"");
        as(crew.member).get("/tasks?ordering=position&list=" + full).then().body("results.title", contains("c", "d"));
        as(crew.member)
                .get("/tasks?ordering=position&list=" + crew.list(board, 2))
                .then()
                .body("results.title", contains("b", "e"));
    }

    @Test
    void whatIsWrongWithAnyOperationIsNamed() {
        bulk("""
                {"op": "create", "title": "", "id": "%1$s"},
                {"op": "update", "title": "x", "board_id": "%1$s"},
                {"op": "delete", "id": "%1$s", "title": "x"},
                {"op": "merge", "colour": 1}""".formatted(Crew.newId()))
                .statusCode(400)
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder(
                                "operations[0].title too_short",
                                "operations[3].op not_allowed",
                                "operations[3].colour unknown"));
        bulk("""
                {"op": "create", "id": "%1$s"},
                {"op": "update", "title": "x", "board_id": "%1$s"},
                {"op": "delete", "id": "%1$s", "title": "x"}""".formatted(Crew.newId()))
                .statusCode(400)
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder(
                                "operations[0].board_id required",
                                "operations[0].title required",
                                "operations[0].id read_only",
                                "operations[1].id required",
                                "operations[1].board_id read_only",
                                "operations[2].title read_only"));
        bulk("").statusCode(400);
    }

    @Test
    void whatIsNullIsAsInTheSingleRoutes() {
        String a = crew.task(board, "a");
        bulk("""
                {"op": "create", "board_id": "%s", "title": "b", "status": null, "list_id": null, "priority": null,
                 "assigned_to": null, "labels": null, "due_date": null, "description": null}""".formatted(board))
                .statusCode(200)
                .body("results[0].task.status", equalTo("todo"))
                .body("results[0].task.priority", equalTo("medium"));
        bulk("{\"op\": \"update\", \"id\": \"%s\", \"status\": null, \"priority\": null}".formatted(a))
                .statusCode(400)
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder("operations[0].status required", "operations[0].priority required"));
    }

    @Test
    void aRepeatedBulkAnswersTheSame() {
        String body =
                "{\"operations\": [{\"op\": \"create\", \"board_id\": \"%s\", \"title\": \"a\"}]}".formatted(board);
        String key = Crew.newId().toString();
        String first = as(crew.member)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/tasks/bulk")
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", nullValue())
                .extract()
                .asString();
        as(crew.member)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/tasks/bulk")
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body(equalTo(first));
        as(crew.member).get("/tasks").then().body("results", hasSize(1));
    }
}
