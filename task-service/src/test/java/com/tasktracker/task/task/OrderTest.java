package com.tasktracker.task.task;

import static com.tasktracker.task.testing.Crew.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TaskServiceTest
class OrderTest {

    private static final int CLIENTS = 64;
    private static final int MOVERS = 12;

    @Inject
    Sql sql;

    private Crew crew = Crew.gather();
    private String board = "";
    private String list = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
        list = crew.list(board, 0);
    }

    private List<String> tasks(int count) {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(crew.task(board, "t"));
        }
        return tasks;
    }

    private Response move(String task, String side, String neighbour) {
        return as(crew.member)
                .body("{\"list_id\": \"%s\", \"%s\": \"%s\"}".formatted(list, side, neighbour))
                .post("/tasks/" + task + "/move");
    }

    /// The list in its order, by pages.
    private List<String> order() {
        return order(list);
    }

    private List<String> order(String list) {
        List<String> ids = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        String path = "/tasks?page_size=100&ordering=position&list=" + list;
        while (path != null) {
            Response page = as(crew.viewer).get(path);
            page.then().statusCode(200);
            ids.addAll(page.path("results.id"));
            positions.addAll(page.path("results.position"));
            path = page.path("next");
        }
        assertThat(positions).isSorted().doesNotHaveDuplicates();
        return ids;
    }

    @Test
    void manyAtOnceLeaveATotalOrderWithEverythingInItOnce() throws Exception {
        List<String> before = tasks(CLIENTS);
        Set<String> created = ConcurrentHashMap.newKeySet();
        Set<String> deleted = ConcurrentHashMap.newKeySet();
        String fixed = before.getFirst();
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String own = before.get(client);
                Random random = new Random(client);
                if (client % 4 == 1) {
                    clients.add(executor.submit(() -> changeInBulk(own, created, deleted)));
                    continue;
                }
                clients.add(executor.submit(() -> {
                    for (int round = 0; round < 2; round++) {
                        String made = again(() -> as(crew.member)
                                        .body("{\"board_id\": \"%s\", \"title\": \"n\"}".formatted(board))
                                        .post("/tasks"))
                                .then()
                                .statusCode(201)
                                .extract()
                                .path("id");
                        created.add(made);
                        if (!own.equals(fixed)) {
                            // All into the same gap.
                            String side = random.nextBoolean() ? "before" : "after";
                            again(() -> move(own, side, fixed)).then().statusCode(200);
                        }
                        if (random.nextInt(3) == 0) {
                            again(() -> as(crew.member).delete("/tasks/" + made))
                                    .then()
                                    .statusCode(204);
                            deleted.add(made);
                        }
                    }
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        Set<String> expected = new HashSet<>(before);
        expected.addAll(created);
        expected.removeAll(deleted);
        List<String> all = new ArrayList<>(order(list));
        all.addAll(order(crew.list(board, 1)));
        assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
        expectListsToCountTheirTasks();
    }

    private void expectListsToCountTheirTasks() {
        assertThat(sql.list("""
                        SELECT l.task_count AS said, count(t.id) AS there FROM board_list l
                        LEFT JOIN task t ON t.list_id = l.id AND t.deleted_at IS NULL
                        WHERE l.board_id = ? GROUP BY l.id ORDER BY l.position""", row -> List.of(row.number("said"), row.number("there")), UUID.fromString(board)))
                .hasSize(3)
                .allSatisfy(counts -> assertThat(counts.getFirst()).isEqualTo(counts.getLast()));
    }

    @Test
    void manyWhoMoveBothWaysAtOnceNeverOverfillAList() throws Exception {
        String other = crew.list(board, 1);
        as(crew.admin)
                .body("{\"limit\": %d}".formatted(MOVERS / 2))
                .patch("/boards/" + board + "/lists/" + other)
                .then()
                .statusCode(200);
        List<String> tasks = tasks(MOVERS);
        Set<Integer> answers = ConcurrentHashMap.newKeySet();
        // Until all have tried once nobody goes back, so that the list is full for some.
        CyclicBarrier tried = new CyclicBarrier(MOVERS);
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            List<Future<?>> movers = new ArrayList<>();
            for (String task : tasks) {
                movers.add(executor.submit(() -> {
                    for (int round = 0; round < 10; round++) {
                        Response there = again(() -> moveToEnd(task, other));
                        answers.add(there.statusCode());
                        if (round == 0) {
                            tried.await(1, TimeUnit.MINUTES);
                        }
                        assertThat(order(other)).hasSizeLessThanOrEqualTo(MOVERS / 2);
                        again(() -> moveToEnd(task, list)).then().statusCode(200);
                    }
                    return task;
                }));
            }
            for (Future<?> mover : movers) {
                mover.get();
            }
        }
        assertThat(answers).containsExactlyInAnyOrder(200, 409);
        assertThat(order(list)).containsExactlyInAnyOrderElementsOf(tasks);
        expectListsToCountTheirTasks();
    }

    private Response moveToEnd(String task, String list) {
        return as(crew.member).body("{\"list_id\": \"%s\"}".formatted(list)).post("/tasks/" + task + "/move");
    }

    /// Creates in two lists, takes its own task to the other list and back, and deletes the half of what it created.
    private void changeInBulk(String own, Set<String> created, Set<String> deleted) {
        String create = "{\"op\": \"create\", \"board_id\": \"%s\", \"title\": \"n\", \"status\": \"%s\"}";
        String become = "{\"op\": \"update\", \"id\": \"%s\", \"status\": \"%s\"}";
        for (int round = 0; round < 2; round++) {
            List<String> made = bulk(
                    create.formatted(board, "todo"),
                    become.formatted(own, "in_progress"),
                    create.formatted(board, "in_progress"));
            made.remove(own);
            created.addAll(made);
            bulk(become.formatted(own, "todo"), "{\"op\": \"delete\", \"id\": \"%s\"}".formatted(made.get(round)));
            deleted.add(made.get(round));
        }
    }

    private List<String> bulk(String... operations) {
        Response response = again(() -> as(crew.member)
                .body("{\"operations\": [" + String.join(", ", operations) + "]}")
                .post("/tasks/bulk"));
        response.then().statusCode(200);
        return new ArrayList<>(response.<List<String>>path("results.id"));
    }

    @Test
    void noTwoTasksOfAListCanStandInOnePlace() {
        UUID one = UUID.fromString(crew.task(board, "one"));
        UUID other = UUID.fromString(crew.task(board, "other"));
        String meet = "UPDATE task SET position = (SELECT position FROM task WHERE id = ?) WHERE id = ?";
        assertThatThrownBy(() -> sql.update(meet, one, other))
                .isInstanceOfSatisfying(DatabaseException.class, refusal -> {
                    assertThat(refusal.state()).isEqualTo("23505");
                    assertThat(refusal.constraint()).contains("task_place");
                });
        // Whoever is in the trash is in nobody's way.
        as(crew.member).delete("/tasks/" + one).then().statusCode(204);
        assertThat(sql.update(meet, one, other)).isEqualTo(1);
    }

    /// A service with too much to do may say so, also in a test.
    private static Response again(Supplier<Response> request) {
        Response response = request.get();
        for (int i = 0; i < 20 && response.statusCode() == 503; i++) {
            response = request.get();
        }
        return response;
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void movesIntoOneGapMakeRoomThereAndTellIt(String side) {
        List<String> plain = new ArrayList<>(tasks(40));
        String anchor = plain.get(20);
        List<String> movers = new ArrayList<>(plain);
        movers.remove(anchor);
        for (int i = 0; i < 160; i++) {
            String moved = movers.get(i % movers.size());
            move(moved, side, anchor).then().statusCode(200);
            plain.remove(moved);
            plain.add(plain.indexOf(anchor) + (side.equals("before") ? 0 : 1), moved);
        }
        assertThat(order()).isEqualTo(plain);
        int longest = sql.first(
                        "SELECT max(length(position)) AS n FROM task WHERE list_id = ?",
                        row -> row.number("n"),
                        UUID.fromString(list))
                .orElseThrow();
        assertThat(longest).isLessThan(30);
        int told =
                sql.first("""
                        SELECT count(*) AS n FROM activity WHERE board_id = ? AND type = 'task.moved' AND NOT of_task""", row -> row.number("n"), UUID.fromString(board)).orElseThrow();
        assertThat(told).isBetween(20, 400);
        // What was moved along is not changed: its version and activity stay.
        as(crew.viewer).get("/tasks/" + anchor).then().body("version", equalTo(1));
    }

    @Test
    void randomMovesEndAsInAPlainList() {
        Random random = new Random(7);
        List<String> plain = new ArrayList<>(tasks(25));
        for (int i = 0; i < 150; i++) {
            String moved = plain.get(random.nextInt(plain.size()));
            plain.remove(moved);
            String neighbour = plain.get(random.nextInt(plain.size()));
            boolean isBefore = random.nextBoolean();
            move(moved, isBefore ? "before" : "after", neighbour).then().statusCode(200);
            plain.add(plain.indexOf(neighbour) + (isBefore ? 0 : 1), moved);
        }
        assertThat(order()).isEqualTo(plain);
    }
}
