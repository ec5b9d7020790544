package com.tasktracker.task.task;

import static com.tasktracker.task.testing.Crew.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that get in each other's way.
@TaskServiceTest
class VersionsTest {

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    /// Sends them all at the same moment.
    private static List<Response> together(int count, IntFunction<Response> request) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            List<Future<Response>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                Callable<Response> call = () -> {
                    start.await();
                    return request.apply(index);
                };
                sent.add(executor.submit(call));
            }
            start.countDown();
            List<Response> answers = new ArrayList<>();
            for (Future<Response> one : sent) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    @Test
    void ofAHundredParallelChangesWithTheSameVersionExactlyOneSucceeds() throws Exception {
        String path = "/tasks/" + crew.task(board, "t");
        String tag = as(crew.member).get(path).header("ETag");
        List<Response> answers = together(
                100,
                i -> as(crew.member)
                        .header("If-Match", tag)
                        .body("{\"title\": \"by %d\", \"priority\": \"medium\"}".formatted(i))
                        .patch(path));
        List<Response> won =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(won).hasSize(1);
        String title = won.getFirst().path("title");
        String current = won.getFirst().header("ETag");
        for (Response answer : answers) {
            if (answer.statusCode() != 200) {
                answer.then()
                        .statusCode(412)
                        .header("ETag", equalTo(current))
                        .body("conflicts.title", equalTo(title))
                        .body("conflicts.size()", equalTo(1));
            }
        }
        as(crew.viewer).get(path).then().body("version", equalTo(2)).body("title", equalTo(title));
        as(crew.viewer).get(path + "/activity").then().body("results", hasSize(2));
    }

    @Test
    void ofTwoTransitionsThatCannotFollowOneAnotherOneIsRefused() throws Exception {
        for (int round = 0; round < 10; round++) {
            String path = "/tasks/" + crew.task(board, "t");
            List<String> next = List.of("done", "cancelled");
            List<Response> answers = together(
                    2,
                    i -> as(crew.member)
                            .body("{\"status\": \"%s\"}".formatted(next.get(i)))
                            .patch(path));
            assertThat(answers.stream().map(Response::statusCode)).containsExactlyInAnyOrder(200, 422);
        }
    }

    @Test
    void parallelChangesOfDifferentMembersAllStay() throws Exception {
        String path = "/tasks/" + crew.task(board, "t");
        List<String> edits = List.of(
                "{\"title\": \"u\"}",
                "{\"priority\": \"high\"}",
                "{\"description\": \"d\"}",
                "{\"labels\": [\"x\"]}",
                "{\"due_date\": \"2030-01-01\"}");
        together(edits.size(), i -> as(crew.member).body(edits.get(i)).patch(path))
                .forEach(answer -> answer.then().statusCode(200));
        as(crew.viewer)
                .get(path)
                .then()
                .body("version", equalTo(6))
                .body("title", equalTo("u"))
                .body("priority", equalTo("high"))
                .body("description", equalTo("d"))
                .body("labels", equalTo(List.of("x")))
                .body("due_date", equalTo("2030-01-01T23:59:59Z"));
    }

    @Test
    void fiftyParallelRepeatsCreateOnce() throws Exception {
        String key = Crew.newId().toString();
        List<Response> answers = together(
                50,
                i -> as(crew.member)
                        .header("Idempotency-Key", key)
                        .body("{\"board_id\": \"%s\", \"title\": \"once\"}".formatted(board))
                        .post("/tasks"));
        List<String> ids = answers.stream()
                .map(answer -> answer.then().statusCode(201).extract().<String>path("id"))
                .distinct()
                .toList();
        assertThat(ids).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.header("Idempotency-Replayed") == null))
                .hasSize(1);
        answers.forEach(answer -> answer.then().header("Location", equalTo("/tasks/" + ids.getFirst())));
        as(crew.viewer).get("/tasks").then().body("results", hasSize(1));
    }

    @Test
    void aRepeatAnswersAlsoWhenWhatItCreatedIsInTheTrash() {
        String key = Crew.newId().toString();
        String body = "{\"board_id\": \"%s\", \"title\": \"once\"}".formatted(board);
        String id = Crew.id(
                as(crew.member).header("Idempotency-Key", key).body(body).post("/tasks"));
        as(crew.member).delete("/tasks/" + id).then().statusCode(204);
        as(crew.member)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/tasks")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", equalTo("true"))
                .header("Location", equalTo("/tasks/" + id))
                .body("id", equalTo(id));
    }

    @Test
    void bulksThatTouchTheSameListsInAnyOrderDoNotGetStuck() throws Exception {
        String create = "{\"op\": \"create\", \"board_id\": \"%s\", \"title\": \"t\", \"status\": \"%s\"}";
        String one = create.formatted(board, "todo");
        String other = create.formatted(board, "done");
        List<Response> answers = together(
                20,
                i -> as(crew.member)
                        .body("{\"operations\": [%s, %s]}"
                                .formatted(i % 2 == 0 ? one : other, i % 2 == 0 ? other : one))
                        .post("/tasks/bulk"));
        answers.forEach(answer -> answer.then().statusCode(200));
        as(crew.viewer).get("/boards/" + board).then().body("lists.task_count", equalTo(List.of(20, 0, 20)));
    }
}
