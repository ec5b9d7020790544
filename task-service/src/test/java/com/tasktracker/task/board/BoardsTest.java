package com.tasktracker.task.board;

import static com.tasktracker.task.testing.Crew.as;
import static com.tasktracker.task.testing.Crew.id;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class BoardsTest {

    private Crew crew = Crew.gather();

    @BeforeEach
    void gather() {
        crew = Crew.gather();
    }

    @Test
    void aBoardStartsWithTheThreeListsThatCarryAStatus() {
        String location = as(crew.admin)
                .body("""
                        {"team_id": "%s", "name": "  Road \\n map ", "description": " as sent "}""".formatted(crew.team))
                .post("/boards")
                .then()
                .statusCode(201)
                .header("ETag", containsString("1-"))
                .body("name", equalTo("Road map"))
                .body("description", equalTo(" as sent "))
                .body("team_id", equalTo(crew.team.toString()))
                .body("created_by.username", equalTo("admin"))
                .body("version", equalTo(1))
                .body("lists.name", contains("To Do", "In Progress", "Done"))
                .body("lists.status", contains("todo", "in_progress", "done"))
                .body("lists.task_count", contains(0, 0, 0))
                .extract()
                .header("Location");
        as(crew.viewer)
                .get(location)
                .then()
                .statusCode(200)
                .body("name", equalTo("Road map"))
                .body("lists.name", contains("To Do", "In Progress", "Done"));
    }

    @Test
    void listsMadeByNameAloneCarryNoStatus() {
        as(crew.admin)
                .body("""
                        {"team_id": "%s", "name": "b", "lists": ["One", "Two"]}""".formatted(crew.team))
                .post("/boards")
                .then()
                .statusCode(201)
                .body("lists.name", contains("One", "Two"))
                .body("lists.status", everyItem(nullValue()))
                .body("lists.limit", everyItem(nullValue()));
    }

    @Test
    void onlyAnAdminCreatesABoard() {
        String body = """
                {"team_id": "%s", "name": "b"}""".formatted(crew.team);
        as(crew.member).body(body).post("/boards").then().statusCode(403).body("type", endsWith("/forbidden"));
        as(crew.viewer).body(body).post("/boards").then().statusCode(403);
        as(crew.stranger)
                .body(body)
                .post("/boards")
                .then()
                .statusCode(422)
                .body("type", endsWith("/invalid-reference"))
                .body("errors[0].field", equalTo("team_id"));
    }

    @Test
    void boardsAreListedByNameForWhoeverSeesThem() {
        crew.board("beta");
        crew.board("Alpha");
        String gamma = crew.board("gamma");
        String next = as(crew.viewer)
                .get("/boards?page_size=2&include_count=true")
                .then()
                .statusCode(200)
                .body("results.name", contains("Alpha", "beta"))
                .body("results[0]", org.hamcrest.Matchers.not(org.hamcrest.Matchers.hasKey("lists")))
                .body("count", equalTo(3))
                .body("previous", nullValue())
                .extract()
                .path("next");
        as(crew.viewer)
                .get(next)
                .then()
                .statusCode(200)
                .body("results.id", contains(gamma))
                .body("next", nullValue());
        as(crew.stranger).get("/boards").then().statusCode(200).body("results", hasSize(0));
        as(crew.viewer)
                .get("/boards?team=" + Crew.newId())
                .then()
                .statusCode(200)
                .body("results", hasSize(0));
        as(crew.viewer)
                .get("/boards?ordering=-created_at&team=" + crew.team)
                .then()
                .statusCode(200)
                .body("results.name", contains("gamma", "Alpha", "beta"));
    }

    @Test
    void aBoardOfAnotherTeamLooksLikeOneThatIsNotThere() {
        String board = crew.board("b");
        as(crew.stranger).get("/boards/" + board).then().statusCode(404);
        as(crew.viewer).get("/boards/" + Crew.newId()).then().statusCode(404);
    }

    @Test
    void aRepeatedCreationCreatesNothing() {
        String body = """
                {"team_id": "%s", "name": "once"}""".formatted(crew.team);
        String key = Crew.newId().toString();
        String first =
                id(as(crew.admin).header("Idempotency-Key", key).body(body).post("/boards"));
        as(crew.admin)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/boards")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Location", endsWith("/boards/" + first))
                .body("id", equalTo(first));
        as(crew.admin).get("/boards").then().body("results", hasSize(1));
    }

    @Test
    void aBoardIsChangedMemberByMember() {
        String board = crew.board("b");
        as(crew.admin)
                .body("{\"description\": \"d\"}")
                .patch("/boards/" + board)
                .then()
                .statusCode(200)
                .body("name", equalTo("b"))
                .body("description", equalTo("d"))
                .body("version", equalTo(2));
        as(crew.admin)
                .header("If-Match", "\"1-0\"")
                .body("{\"name\": \"c\", \"description\": \"d\"}")
                .patch("/boards/" + board)
                .then()
                .statusCode(412)
                .body("conflicts", equalTo(Map.of("name", "b")));
        as(crew.admin)
                .body("{\"name\": null, \"team_id\": \"x\"}")
                .patch("/boards/" + board)
                .then()
                .statusCode(400)
                .body("errors.field", org.hamcrest.Matchers.containsInAnyOrder("name", "team_id"));
    }

    @Test
    void aDeletedBoardHidesAllOnItUntilItIsRestored() {
        String board = crew.board("b");
        String task = crew.task(board, "t");
        as(crew.admin).delete("/boards/" + board).then().statusCode(204);
        as(crew.admin).get("/boards/" + board).then().statusCode(404);
        as(crew.member).get("/tasks/" + task).then().statusCode(404);
        as(crew.member).get("/tasks").then().body("results", hasSize(0));
        as(crew.member).get("/tasks?search=t").then().body("results", hasSize(0));
        as(crew.admin).get("/boards").then().body("results", hasSize(0));
        as(crew.member).get("/boards?deleted=true").then().body("results", hasSize(0));
        as(crew.admin).get("/boards?deleted=true").then().body("results.id", contains(board));
        as(crew.member)
                .body("{\"board_id\": \"%s\", \"title\": \"u\"}".formatted(board))
                .post("/tasks")
                .then()
                .statusCode(422);
        as(crew.admin)
                .post("/boards/" + board + "/restore")
                .then()
                .statusCode(200)
                .body("deleted_at", nullValue())
                .body("version", equalTo(3))
                .body("lists.task_count", contains(1, 0, 0));
        as(crew.admin)
                .post("/boards/" + board + "/restore")
                .then()
                .statusCode(200)
                .body("version", equalTo(3));
        as(crew.member).get("/tasks/" + task).then().statusCode(200).body("version", equalTo(1));
    }
}
