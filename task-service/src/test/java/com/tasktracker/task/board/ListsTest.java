package com.tasktracker.task.board;

import static com.tasktracker.task.testing.Crew.as;
import static com.tasktracker.task.testing.Crew.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.response.ValidatableResponse;
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
class ListsTest {

    @Inject
    Sql sql;

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    private String lists() {
        return "/boards/" + board + "/lists";
    }

    private ValidatableResponse create(String body) {
        return as(crew.admin).body(body).post(lists()).then();
    }

    private ValidatableResponse change(String list, String body) {
        return as(crew.admin).body(body).patch(lists() + "/" + list).then();
    }

    private void expectNames(String... names) {
        as(crew.viewer).get(lists()).then().statusCode(200).body("results.name", contains(names));
        as(crew.viewer).get("/boards/" + board).then().body("lists.name", contains(names));
    }

    @Test
    void listsStandWhereTheyArePut() {
        String first = crew.list(board, 0);
        String review = create("""
                        {"name": "Review", "status": "in_review", "limit": 3, "after": "%s"}""".formatted(crew.list(board, 1)))
                .statusCode(201)
                .header("Location", org.hamcrest.Matchers.startsWith(lists() + "/"))
                .body("name", equalTo("Review"))
                .body("status", equalTo("in_review"))
                .body("limit", equalTo(3))
                .body("task_count", equalTo(0))
                .body("created_by.username", equalTo("admin"))
                .body("version", equalTo(1))
                .extract()
                .path("id");
        create("{\"name\": \"Last\"}").statusCode(201);
        create("{\"name\": \"First\", \"before\": \"%s\"}".formatted(first)).statusCode(201);
        expectNames("First", "To Do", "In Progress", "Review", "Done", "Last");
        change(review, "{\"before\": \"%s\"}".formatted(first)).statusCode(200).body("version", equalTo(2));
        expectNames("First", "Review", "To Do", "In Progress", "Done", "Last");
        change(review, "{\"after\": \"%s\"}".formatted(listAt(5))).statusCode(200);
        expectNames("First", "To Do", "In Progress", "Done", "Last", "Review");
    }

    private String listAt(int index) {
        return crew.list(board, index);
    }

    @Test
    void aListThatStandsThereAlreadyIsNotChanged() {
        String first = listAt(0);
        String second = listAt(1);
        change(second, "{\"after\": \"%s\"}".formatted(first)).statusCode(200).body("version", equalTo(1));
        change(first, "{\"before\": \"%s\"}".formatted(second)).statusCode(200).body("version", equalTo(1));
        change(first, "{\"after\": \"%s\"}".formatted(second)).statusCode(200).body("version", equalTo(2));
        expectNames("In Progress", "To Do", "Done");
    }

    @Test
    void anAdminOfOneBoardCannotTouchTheListsOfAnother() {
        Crew other = Crew.gather();
        String foreign = other.list(other.board("Other"), 0);
        as(crew.admin)
                .delete(lists() + "/" + foreign + "?move_to=" + listAt(0))
                .then()
                .statusCode(404);
        change(foreign, "{\"name\": \"x\"}").statusCode(404);
    }

    @Test
    void aListCanBeMovedForEverWithoutItsPlaceGrowing() {
        String a = listAt(0);
        String b = listAt(1);
        String c = listAt(2);
        for (int i = 0; i < 200; i++) {
            change(i % 2 == 0 ? c : b, "{\"after\": \"%s\"}".formatted(a)).statusCode(200);
        }
        expectNames("To Do", "In Progress", "Done");
        int longest = sql.first(
                        "SELECT max(length(position)) AS n FROM board_list WHERE board_id = ?",
                        row -> row.number("n"),
                        UUID.fromString(board))
                .orElseThrow();
        assertThat(longest).isLessThan(30);
    }

    @Test
    void aListIsChangedMemberByMember() {
        String list = listAt(0);
        change(list, "{\"limit\": 7}")
                .statusCode(200)
                .body("limit", equalTo(7))
                .body("name", equalTo("To Do"))
                .body("status", equalTo("todo"));
        change(list, "{\"limit\": null, \"status\": null, \"name\": \"Inbox\"}")
                .statusCode(200)
                .body("limit", nullValue())
                .body("status", nullValue())
                .body("name", equalTo("Inbox"))
                .body("version", equalTo(3));
        change(list, "{\"name\": \"Inbox\"}").statusCode(200).body("version", equalTo(3));
        as(crew.admin)
                .header("If-Match", "\"1-x\"")
                .body("{\"name\": \"Other\", \"limit\": 1}")
                .patch(lists() + "/" + list)
                .then()
                .statusCode(412)
                .header("ETag", notNullValue())
                .body("conflicts.name", equalTo("Inbox"))
                .body("conflicts", org.hamcrest.Matchers.hasKey("limit"));
        as(crew.viewer)
                .get(lists() + "/" + list)
                .then()
                .statusCode(200)
                .body("name", equalTo("Inbox"))
                .body("board_id", equalTo(board));
    }

    @Test
    void whatIsWrongWithAListIsNamed() {
        create("{\"limit\": 0, \"status\": \"open\", \"task_count\": 1}")
                .statusCode(400)
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        org.hamcrest.Matchers.containsInAnyOrder(
                                "name required", "limit out_of_range", "status not_allowed", "task_count read_only"));
        create("{\"name\": \"x\", \"before\": \"%1$s\", \"after\": \"%1$s\"}".formatted(listAt(0)))
                .statusCode(400);
        create("{\"name\": \"x\", \"before\": \"%s\"}".formatted(Crew.newId()))
                .statusCode(422)
                .body("errors[0].field", equalTo("before"));
    }

    @Test
    void aBoardHasAtMostTwentyListsAndAtLeastOne() {
        for (int i = 3; i < 20; i++) {
            create("{\"name\": \"l\"}").statusCode(201);
        }
        create("{\"name\": \"one too many\"}").statusCode(409).body("type", endsWith("/conflict"));
        String single = id(as(crew.admin).body("""
                {"team_id": "%s", "name": "single", "lists": ["only"]}""".formatted(crew.team)).post("/boards"));
        as(crew.admin)
                .delete("/boards/" + single + "/lists/" + crew.list(single, 0))
                .then()
                .statusCode(409)
                .body("type", endsWith("/conflict"));
    }

    @Test
    void listsComeInPages() {
        String next = as(crew.viewer)
                .get(lists() + "?page_size=2&include_count=true")
                .then()
                .statusCode(200)
                .body("results.name", contains("To Do", "In Progress"))
                .body("count", equalTo(3))
                .extract()
                .path("next");
        as(crew.viewer)
                .get(next)
                .then()
                .statusCode(200)
                .body("results.name", contains("Done"))
                .body("next", nullValue());
    }

    @Test
    void aListWithTasksGoesWhenAnotherTakesThem() {
        String a = crew.task(board, "a");
        String b = crew.task(board, "b");
        String trash = crew.task(board, "trash");
        as(crew.member).delete("/tasks/" + trash).then().statusCode(204);
        String first = listAt(0);
        String list = lists() + "/" + first;
        String target = listAt(1);
        as(crew.admin).delete(list).then().statusCode(409).body("type", endsWith("/list-not-empty"));
        as(crew.admin)
                .delete(list + "?move_to=" + Crew.newId())
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("move_to"));
        as(crew.admin).delete(list + "?move_to=" + target).then().statusCode(204);
        expectNames("In Progress", "Done");
        as(crew.viewer)
                .get("/tasks?ordering=position&list=" + target)
                .then()
                .body("results.id", contains(a, b))
                .body("results.status", contains("in_progress", "in_progress"))
                .body("results.version", contains(2, 2));
        as(crew.viewer)
                .get("/tasks/" + a + "/activity")
                .then()
                .body("results.action", contains("created", "updated"))
                .body("results[1].changes.field", contains("status", "list", "position"));
        as(crew.member)
                .post("/tasks/" + trash + "/restore")
                .then()
                .statusCode(200)
                .body("list.id", equalTo(target))
                .body("version", equalTo(4));
        as(crew.viewer)
                .get("/tasks/" + trash + "/activity")
                .then()
                .body("results.action", contains("created", "deleted", "moved", "restored"))
                .body("results[2].actor.username", equalTo("admin"))
                .body("results[2].changes.field", contains("list"))
                .body("results[2].changes[0].from", equalTo(first))
                .body("results[2].changes[0].to", equalTo(target));
        as(crew.viewer).get("/boards/" + board).then().body("lists.task_count", contains(3, 0));
    }

    @Test
    void aListWhoseTrashIsTooMuchForOneMoveStays() {
        String trash = crew.task(board, "trash");
        as(crew.member).delete("/tasks/" + trash).then().statusCode(204);
        sql.update("""
                INSERT INTO task (id, team_id, board_id, list_id, position, title, title_key, status, priority,
                    created_by, created_at, updated_at, deleted_at)
                SELECT gen_random_uuid(), team_id, board_id, list_id, position, title, title_key, status, priority,
                    created_by, created_at, updated_at, deleted_at
                FROM task, generate_series(1, 10000) WHERE id = ?""", UUID.fromString(trash));
        as(crew.admin).delete(lists() + "/" + listAt(0)).then().statusCode(409).body("type", endsWith("/conflict"));
        expectNames("To Do", "In Progress", "Done");
    }

    @Test
    void tasksThatCannotBecomeWhatTheOtherListCarriesKeepTheirList() {
        crew.taskWith(board, "done", "\"status\": \"done\"");
        as(crew.admin)
                .delete(lists() + "/" + listAt(2) + "?move_to=" + listAt(0))
                .then()
                .statusCode(422)
                .body("type", endsWith("/invalid-transition"));
        expectNames("To Do", "In Progress", "Done");
    }

    @Test
    void aFullListTakesNoMore() {
        String list = listAt(1);
        change(list, "{\"limit\": 1}").statusCode(200);
        crew.taskWith(board, "in", "\"status\": \"in_progress\"");
        String out = crew.task(board, "out");
        as(crew.member)
                .body("{\"list_id\": \"%s\"}".formatted(list))
                .post("/tasks/" + out + "/move")
                .then()
                .statusCode(409)
                .body("type", endsWith("/list-full"));
        as(crew.member)
                .body("{\"status\": \"in_progress\"}")
                .patch("/tasks/" + out)
                .then()
                .statusCode(409);
        as(crew.admin)
                .delete(lists() + "/" + listAt(0) + "?move_to=" + list)
                .then()
                .statusCode(409)
                .body("type", endsWith("/list-full"));
        as(crew.member)
                .body("{\"board_id\": \"%s\", \"title\": \"t\", \"list_id\": \"%s\"}".formatted(board, list))
                .post("/tasks")
                .then()
                .statusCode(409)
                .body("type", endsWith("/list-full"));
        as(crew.viewer).get("/tasks?list=" + list).then().body("results", hasSize(1));
        as(crew.viewer).get("/boards/" + board).then().body("lists.task_count", contains(1, 1, 0));
    }

    @Test
    void aFullListTakesNothingBackOutOfTheTrash() {
        String list = listAt(0);
        String trash = crew.task(board, "trash");
        as(crew.member).delete("/tasks/" + trash).then().statusCode(204);
        change(list, "{\"limit\": 1}").statusCode(200);
        String in = crew.task(board, "in");
        as(crew.member)
                .post("/tasks/" + trash + "/restore")
                .then()
                .statusCode(409)
                .body("type", endsWith("/list-full"));
        as(crew.member).get("/tasks?deleted=true").then().body("results.id", contains(trash));
        as(crew.member).delete("/tasks/" + in).then().statusCode(204);
        as(crew.member).post("/tasks/" + trash + "/restore").then().statusCode(200);
        as(crew.viewer).get("/tasks?list=" + list).then().body("results.id", contains(trash));
    }

    @Test
    void aListFillsUpToItsLimitHoweverManyComeAtOnce() throws Exception {
        String list = listAt(0);
        change(list, "{\"limit\": 5}").statusCode(200);
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newCachedThreadPool()) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(clients.submit(() -> as(crew.member)
                        .body("{\"board_id\": \"%s\", \"title\": \"t\"}".formatted(board))
                        .post("/tasks")
                        .statusCode()));
            }
            for (Future<Integer> answer : running) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).containsOnly(201, 409);
        assertThat(answers).filteredOn(status -> status == 201).hasSize(5);
        as(crew.viewer).get("/boards/" + board).then().body("lists[0].task_count", equalTo(5));
        as(crew.viewer).get("/tasks?list=" + list).then().body("results", hasSize(5));
    }
}
