package com.tasktracker.task.comment;

import static com.tasktracker.task.testing.Crew.as;
import static com.tasktracker.task.testing.Crew.id;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class CommentsTest {

    private Crew crew = Crew.gather();
    private String task = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        task = crew.task(crew.board("Board"), "t");
    }

    private String comment(String body) {
        return id(as(crew.member).body(Map.of("body", body)).post("/tasks/" + task + "/comments"));
    }

    @Test
    void aCommentIsKeptAsSent() {
        String id = comment("  two\n lines ");
        as(crew.viewer)
                .get("/tasks/" + task + "/comments/" + id)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("body", equalTo("  two\n lines "))
                .body("task_id", equalTo(task))
                .body("created_by.username", equalTo("member"))
                .body("version", equalTo(1));
        as(crew.viewer)
                .get("/tasks/" + task)
                .then()
                .body("comment_count", equalTo(1))
                .body("version", equalTo(1));
        as(crew.viewer)
                .get("/tasks/" + task + "/comments/" + Crew.newId())
                .then()
                .statusCode(404);
        as(crew.member)
                .body(Map.of("body", ""))
                .post("/tasks/" + task + "/comments")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("too_short"));
        as(crew.member)
                .body(Map.of("body", "x".repeat(10_001)))
                .post("/tasks/" + task + "/comments")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("too_long"));
    }

    @Test
    void commentsComeOldestFirstAndInPages() {
        String a = comment("a");
        String b = comment("b");
        String c = comment("c");
        String next = as(crew.viewer)
                .get("/tasks/" + task + "/comments?page_size=2&include_count=true")
                .then()
                .statusCode(200)
                .body("results.id", contains(a, b))
                .body("count", equalTo(3))
                .extract()
                .path("next");
        as(crew.viewer).get(next).then().body("results.id", contains(c));
        as(crew.viewer)
                .get("/tasks/" + task + "/comments?ordering=-created_at")
                .then()
                .body("results.id", contains(c, b, a));
    }

    @Test
    void aCommentIsChangedByItsAuthorAndDeletedByAnAdminToo() {
        String path = "/tasks/" + task + "/comments/" + comment("a");
        String tag = as(crew.member).get(path).header("ETag");
        as(crew.member)
                .header("If-Match", tag)
                .body(Map.of("body", "b"))
                .patch(path)
                .then()
                .statusCode(200)
                .body("body", equalTo("b"))
                .body("version", equalTo(2));
        as(crew.member).body(Map.of("body", "b")).patch(path).then().body("version", equalTo(2));
        as(crew.member)
                .header("If-Match", tag)
                .body(Map.of("body", "c"))
                .patch(path)
                .then()
                .statusCode(412)
                .body("conflicts", equalTo(Map.of("body", "b")));
        as(crew.admin).delete(path).then().statusCode(204);
        as(crew.member).get(path).then().statusCode(404);
        as(crew.member).delete(path).then().statusCode(404);
        as(crew.viewer).get("/tasks/" + task).then().body("comment_count", equalTo(0));
        as(crew.viewer).get("/tasks/" + task + "/comments").then().body("results", hasSize(0));
    }

    @Test
    void aRepeatedCommentIsMadeOnce() {
        String key = Crew.newId().toString();
        String path = "/tasks/" + task + "/comments";
        String first = id(as(crew.member)
                .header("Idempotency-Key", key)
                .body(Map.of("body", "a"))
                .post(path));
        as(crew.member)
                .header("Idempotency-Key", key)
                .body(Map.of("body", "a"))
                .post(path)
                .then()
                .statusCode(201)
                .header("Location", endsWith(path + "/" + first))
                .header("Idempotency-Replayed", "true");
        as(crew.member)
                .header("Idempotency-Key", key)
                .body(Map.of("body", "b"))
                .post(path)
                .then()
                .statusCode(422)
                .body("type", endsWith("/idempotency-key-reused"));
        as(crew.viewer).get(path).then().body("results", hasSize(1));
    }
}
