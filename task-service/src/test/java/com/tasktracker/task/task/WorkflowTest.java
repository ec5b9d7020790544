package com.tasktracker.task.task;

import static com.tasktracker.task.testing.Crew.as;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import com.tasktracker.task.workflow.TaskStatus;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// How status and list go together: each sentence of the contract.
@TaskServiceTest
class WorkflowTest {

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    private ValidatableResponse create(String members) {
        return as(crew.member)
                .body("{\"board_id\": \"%s\", \"title\": \"t\" %s}".formatted(board, members))
                .post("/tasks")
                .then();
    }

    private ValidatableResponse change(String task, String status) {
        return as(crew.member)
                .body("{\"status\": \"%s\"}".formatted(status))
                .patch("/tasks/" + task)
                .then();
    }

    private ValidatableResponse move(String task, String list) {
        return as(crew.member)
                .body("{\"list_id\": \"%s\"}".formatted(list))
                .post("/tasks/" + task + "/move")
                .then();
    }

    private String list(String name, String members) {
        return Crew.id(as(crew.admin)
                .body("{\"name\": \"%s\" %s}".formatted(name, members))
                .post("/boards/" + board + "/lists"));
    }

    private String idOf(ValidatableResponse created) {
        return created.statusCode(201).extract().path("id");
    }

    @ParameterizedTest
    @EnumSource
    void whatATaskMayBecomeIsToldWithItAndByItself(TaskStatus status) {
        List<String> allowed =
                status.transitions().stream().map(TaskStatus::text).toList();
        String task = idOf(create(", \"status\": \"%s\"".formatted(status.text()))
                .body("status", equalTo(status.text()))
                .body("allowed_transitions", equalTo(allowed))
                .body("completed_at", status == TaskStatus.DONE ? notNullValue() : nullValue()));
        as(crew.viewer).get("/tasks/" + task).then().body("allowed_transitions", equalTo(allowed));
        as(crew.viewer)
                .get("/tasks/" + task + "/transitions")
                .then()
                .statusCode(200)
                .body("status", equalTo(status.text()))
                .body("allowed", equalTo(allowed));
        as(crew.viewer).get("/tasks").then().body("results[0].allowed_transitions", equalTo(allowed));
    }

    static Stream<Arguments> pairs() {
        return Stream.of(TaskStatus.values())
                .flatMap(from -> Stream.of(TaskStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void everyTransitionIsMadeOrRefused(TaskStatus from, TaskStatus to) {
        String task = idOf(create(", \"status\": \"%s\"".formatted(from.text())));
        if (from == to) {
            change(task, to.text()).statusCode(200).body("version", equalTo(1));
        } else if (from.canBecome(to)) {
            change(task, to.text()).statusCode(200).body("version", equalTo(2)).body("status", equalTo(to.text()));
        } else {
            change(task, to.text())
                    .statusCode(422)
                    .body("type", endsWith("/invalid-transition"))
                    .body(
                            "allowed_transitions",
                            equalTo(from.transitions().stream()
                                    .map(TaskStatus::text)
                                    .toList()));
            as(crew.viewer).get("/tasks/" + task).then().body("version", equalTo(1));
        }
    }

    @Test
    void completedIsWhenItLastBecameDone() {
        String task = idOf(create(""));
        String first = change(task, "done").statusCode(200).extract().path("completed_at");
        change(task, "in_progress").statusCode(200).body("completed_at", equalTo(first));
        change(task, "done").statusCode(200).body("completed_at", not(equalTo(first)));
    }

    @Test
    void aNewStatusPutsItAtTheEndOfTheFirstListThatCarriesIt() {
        list("Also done", ", \"status\": \"done\"");
        String before = idOf(create(", \"status\": \"done\""));
        String task = idOf(create(""));
        change(task, "done").body("list.name", equalTo("Done"));
        as(crew.viewer)
                .get("/tasks?ordering=position&list=" + crew.list(board, 2))
                .then()
                .body("results.id", equalTo(List.of(before, task)));
    }

    @Test
    void itStaysWhereItsOwnListCarriesTheStatus() {
        String other = list("Also done", ", \"status\": \"done\"");
        String task = idOf(create(", \"list_id\": \"%s\"".formatted(other)).body("status", equalTo("done")));
        change(task, "in_progress").body("list.name", equalTo("In Progress"));
        move(task, other).statusCode(200).body("status", equalTo("done")).body("list.name", equalTo("Also done"));
        change(task, "done").body("list.name", equalTo("Also done")).body("version", equalTo(3));
    }

    @Test
    void itStaysWhereNoListCarriesTheStatus() {
        String task = idOf(create(", \"status\": \"in_progress\""));
        change(task, "in_review").statusCode(200).body("list.name", equalTo("In Progress"));
        create(", \"status\": \"cancelled\"").statusCode(201).body("list.name", equalTo("To Do"));
    }

    @Test
    void aTaskInAListWithoutStatusStaysThereOnlyIfNoListCarriesItsNewOne() {
        String free = list("Free", "");
        String task = idOf(create(", \"list_id\": \"%s\", \"status\": \"in_review\"".formatted(free))
                .body("list.name", equalTo("Free"))
                .body("status", equalTo("in_review")));
        change(task, "cancelled").body("list.name", equalTo("Free"));
        change(task, "todo").body("list.name", equalTo("To Do"));
    }

    @Test
    void movingIntoAListThatCarriesAStatusIsThatTransitionWithItsCheck() {
        String task = idOf(create(", \"status\": \"done\""));
        move(task, crew.list(board, 0))
                .statusCode(422)
                .body("type", endsWith("/invalid-transition"))
                .body("allowed_transitions", equalTo(List.of("in_progress")));
        as(crew.viewer).get("/tasks/" + task).then().body("list.name", equalTo("Done"));
        move(task, crew.list(board, 1)).statusCode(200).body("status", equalTo("in_progress"));
        String free = list("Free", "");
        move(task, free).statusCode(200).body("status", equalTo("in_progress")).body("list.name", equalTo("Free"));
    }

    @Test
    void createdWithNeitherItIsTodoAndGoesByTheSameRule() {
        create("").statusCode(201).body("status", equalTo("todo")).body("list.name", equalTo("To Do"));
        board = Crew.id(as(crew.admin)
                .body("{\"team_id\": \"%s\", \"name\": \"b\", \"lists\": [\"One\", \"Two\"]}".formatted(crew.team))
                .post("/boards"));
        create("").statusCode(201).body("status", equalTo("todo")).body("list.name", equalTo("One"));
        list("Later", ", \"status\": \"todo\"");
        create("").statusCode(201).body("list.name", equalTo("Later"));
    }

    @Test
    void createdInAListThatCarriesAStatusItTakesThat() {
        create(", \"list_id\": \"%s\"".formatted(crew.list(board, 2)))
                .statusCode(201)
                .body("status", equalTo("done"))
                .body("completed_at", notNullValue());
        create(", \"list_id\": \"%s\", \"status\": \"done\"".formatted(crew.list(board, 2)))
                .statusCode(201);
    }

    @Test
    void aListAndAStatusAtOddsAreRefused() {
        create(", \"list_id\": \"%s\", \"status\": \"todo\"".formatted(crew.list(board, 2)))
                .statusCode(422)
                .body("type", endsWith("/invalid-reference"))
                .body("errors.field", hasItem("status"));
    }

    @Test
    void aTaskMovesToAnotherBoardOfItsTeamAndNeverToAnotherTeam() {
        String task = idOf(create(""));
        String second = crew.board("Second");
        move(task, crew.list(second, 1))
                .statusCode(200)
                .body("board.name", equalTo("Second"))
                .body("status", equalTo("in_progress"));
        as(crew.viewer).get("/boards/" + board).then().body("lists[0].task_count", equalTo(0));
        as(crew.viewer).get("/boards/" + second).then().body("lists[1].task_count", equalTo(1));
        Crew other = Crew.gather();
        move(task, other.list(other.board("Other"), 0))
                .statusCode(422)
                .body("type", endsWith("/invalid-reference"))
                .body("errors[0].field", equalTo("list_id"));
        move(task, Crew.newId().toString()).statusCode(422).body("errors[0].field", equalTo("list_id"));
        for (String side : List.of("before", "after")) {
            as(crew.member)
                    .body("{\"list_id\": \"%s\", \"%s\": \"%s\"}".formatted(crew.list(board, 0), side, Crew.newId()))
                    .post("/tasks/" + task + "/move")
                    .then()
                    .statusCode(422)
                    .body("errors[0].field", equalTo(side));
        }
    }

    @Test
    void assignedToIsAnAdminOrMemberOfTheTeam() {
        for (java.util.UUID good : List.of(crew.admin, crew.member)) {
            create(", \"assigned_to\": \"%s\"".formatted(good))
                    .statusCode(201)
                    .body("assigned_to.id", equalTo(good.toString()));
        }
        String task = idOf(create(""));
        for (java.util.UUID bad : List.of(crew.viewer, crew.stranger, Crew.newId())) {
            create(", \"assigned_to\": \"%s\"".formatted(bad))
                    .statusCode(422)
                    .body("type", endsWith("/invalid-reference"))
                    .body("errors[0].field", equalTo("assigned_to"));
            as(crew.member)
                    .body("{\"assigned_to\": \"%s\"}".formatted(bad))
                    .patch("/tasks/" + task)
                    .then()
                    .statusCode(422)
                    .body("errors[0].field", equalTo("assigned_to"));
        }
        as(crew.member)
                .body("{\"assigned_to\": \"%s\"}".formatted(crew.admin))
                .patch("/tasks/" + task)
                .then()
                .statusCode(200);
        as(crew.member)
                .body("{\"assigned_to\": null}")
                .patch("/tasks/" + task)
                .then()
                .statusCode(200)
                .body("assigned_to", nullValue());
    }
}
