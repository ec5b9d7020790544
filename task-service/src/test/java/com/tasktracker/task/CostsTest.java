package com.tasktracker.task;

import static com.tasktracker.task.testing.Crew.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.StatementCount;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The statements a request.
@TaskServiceTest
@TestProfile(StatementCount.Profile.class)
class CostsTest {

    /// Operations of a bulk.
    private static final int FEW = 2;

    private static final int MANY = 20;

    private Crew crew = Crew.gather();
    private String board = "";
    private List<String> tasks = List.of();

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    private static int cost(int status, Supplier<Response> request) {
        return StatementCount.during(() -> request.get().then().statusCode(status))
                .size();
    }

    private RequestSpecification member(String body) {
        return as(crew.member).body(body);
    }

    @Test
    void readingCostsOneStatementHoweverMuchIsShown() {
        String task = crew.task(board, "t");
        assertThat(cost(200, () -> as(crew.viewer).get("/tasks/" + task))).isEqualTo(1);
        assertThat(cost(200, () -> as(crew.viewer).get("/tasks/" + task + "/transitions")))
                .isEqualTo(1);
        assertThat(cost(200, () -> as(crew.viewer).get("/boards/" + board))).isEqualTo(1);
        String page = "/tasks?page_size=100&include_count=true";
        assertThat(cost(200, () -> as(crew.viewer).get(page))).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            crew.taskWith(board, "t" + i, "\"assigned_to\": \"%s\"".formatted(crew.member));
        }
        assertThat(cost(200, () -> as(crew.viewer).get("/tasks?page_size=20"))).isEqualTo(1);
        assertThat(cost(200, () -> as(crew.viewer).get(page))).isEqualTo(2);
        assertThat(cost(200, () -> as(crew.viewer).get(page + "&search=t"))).isEqualTo(2);
        assertThat(cost(200, () -> as(crew.viewer).get("/boards"))).isEqualTo(1);
        assertThat(cost(200, () -> as(crew.viewer).get("/tasks/" + task + "/activity")))
                .isEqualTo(1);
        assertThat(cost(200, () -> as(crew.viewer).get("/tasks/" + task + "/comments")))
                .isEqualTo(1);
    }

    @Test
    void creatingCostsAtMostSix() {
        String plain = "{\"board_id\": \"%s\", \"title\": \"t\"}".formatted(board);
        String full = """
                {"board_id": "%s", "title": "t", "description": "d", "assigned_to": "%s", "labels": ["x"],
                 "status": "done", "due_date": "2030-01-01"}""".formatted(board, crew.member);
        assertThat(cost(201, () -> member(plain).post("/tasks"))).isEqualTo(2);
        assertThat(cost(201, () -> member(full).post("/tasks"))).isEqualTo(2);
        assertThat(cost(
                        201,
                        () -> member(full)
                                .header("Idempotency-Key", Crew.newId().toString())
                                .post("/tasks")))
                .isEqualTo(4);
        String task = crew.task(board, "t");
        assertThat(cost(201, () -> member("{\"body\": \"b\"}").post("/tasks/" + task + "/comments")))
                .isLessThanOrEqualTo(6);
    }

    @Test
    void changingCostsTheSameHoweverLongTheListIs() {
        String first = crew.task(board, "a");
        String moved = crew.task(board, "b");
        String last = crew.task(board, "c");
        int patch = patch(moved);
        int move = move(moved, first, last);
        int moveToEnd = moveToEnd(moved);
        int moveAway = moveAway(moved);
        assertThat(patch).isEqualTo(3);
        assertThat(move).isEqualTo(5);
        assertThat(moveToEnd).isEqualTo(4);
        assertThat(moveAway).isEqualTo(4);
        for (int i = 0; i < 60; i++) {
            crew.task(board, "t");
        }
        assertThat(patch(moved)).isEqualTo(patch);
        assertThat(move(moved, first, last)).isEqualTo(move);
        assertThat(moveToEnd(moved)).isEqualTo(moveToEnd);
        assertThat(moveAway(moved)).isEqualTo(moveAway);
    }

    @Test
    void aBulkCostsTheSameHoweverLongItIs() {
        tasks = tasks(MANY);
        expectSameCost(6, _ -> """
                {"op": "create", "board_id": "%s", "title": "t", "status": "done", "assigned_to": "%s"}""".formatted(board, crew.member));
        expectSameCost(6, task -> """
                {"op": "update", "id": "%s", "title": "%s", "assigned_to": "%s"}""".formatted(task, Crew.newId(), crew.member));
        // Whoever holds a closed task is looked at when it is opened again.
        UnaryOperator<String> openAndClose = task -> """
                {"op": "update", "id": "%1$s", "status": "in_progress"}, {"op": "update", "id": "%1$s", "status": "done"}""".formatted(task);
        bulk(openAndClose, tasks);
        expectSameCost(7, openAndClose);
        // It may have been closed by the operation before.
        UnaryOperator<String> closeAndOpen = task -> """
                {"op": "update", "id": "%1$s", "status": "done"}, {"op": "update", "id": "%1$s", "status": "in_progress"}""".formatted(task);
        bulk(task -> """
                {"op": "update", "id": "%s", "status": "in_progress"}""".formatted(task), tasks);
        expectSameCost(7, closeAndOpen);
        Iterator<String> others = tasks(StatementCount.RUNS * (FEW + MANY)).iterator();
        expectSameCost(7, _ -> """
                {"op": "delete", "id": "%s"}""".formatted(others.next()));
    }

    private List<String> tasks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> crew.task(board, "t" + i))
                .toList();
    }

    private void expectSameCost(int most, UnaryOperator<String> operation) {
        int few = bulk(operation, tasks.subList(0, FEW));
        assertThat(few).isLessThanOrEqualTo(most);
        assertThat(bulk(operation, tasks.subList(0, MANY))).isEqualTo(few);
    }

    private int bulk(UnaryOperator<String> operation, List<String> tasks) {
        return cost(
                200,
                () -> member("{\"operations\": ["
                                + tasks.stream().map(operation).collect(Collectors.joining(", ")) + "]}")
                        .post("/tasks/bulk"));
    }

    private int patch(String task) {
        return cost(
                200, () -> member("{\"title\": \"%s\"}".formatted(Crew.newId())).patch("/tasks/" + task));
    }

    /// Each time to another place, so that each time something is changed.
    private int move(String task, String one, String other) {
        String body = "{\"list_id\": \"%s\", \"before\": \"%%s\"}".formatted(crew.list(board, 0));
        Iterator<String> neighbours = List.of(one, other, one).iterator();
        return cost(200, () -> member(body.formatted(neighbours.next())).post("/tasks/" + task + "/move"));
    }

    /// Each time to the other of two lists.
    private int moveAway(String task) {
        String here = crew.list(board, 0);
        String there = crew.list(board, 1);
        Iterator<String> lists = List.of(there, here, there).iterator();
        return cost(
                200,
                () -> member("{\"list_id\": \"%s\"}".formatted(lists.next())).post("/tasks/" + task + "/move"));
    }

    private int moveToEnd(String task) {
        String body = "{\"list_id\": \"%s\"}".formatted(crew.list(board, 0));
        return cost(200, () -> member(body).post("/tasks/" + task + "/move"));
    }
}
