package com.tasktracker.task.names;

import static com.tasktracker.task.testing.Crew.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.Feeds;
import com.tasktracker.task.testing.TaskServiceTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The names that tasks are shown with.
@TaskServiceTest
class NamesTest {

    @Inject
    Sql sql;

    private Crew crew = Crew.gather();
    private String board = "";
    private String task = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
        task = crew.taskWith(board, "t", "\"assigned_to\": \"%s\"".formatted(crew.admin));
        as(crew.viewer).get("/tasks").then().statusCode(200);
    }

    private long changes() {
        return sql.first("SELECT count FROM name_changes", row -> row.bigNumber("count"))
                .orElseThrow();
    }

    private void rename(String path, String name) {
        as(crew.admin)
                .body("{\"name\": \"%s\"}".formatted(name))
                .patch(path)
                .then()
                .statusCode(200);
    }

    private void tell(UUID person, String name) {
        Feeds.people()
                .put(
                        "person.changed",
                        "person/" + person,
                        Map.of("id", person, "username", "renamed", "display_name", name));
        Feeds.settle();
    }

    private void assertShown(String member, Object name) {
        as(crew.viewer).get("/tasks/" + task).then().body(member, equalTo(name));
        as(crew.viewer).get("/tasks").then().body("results[0]." + member, equalTo(name));
    }

    @Test
    void anotherNameIsShownByTheNextRequest() {
        rename("/boards/" + board, "Renamed board");
        assertShown("board.name", "Renamed board");
        rename("/boards/" + board + "/lists/" + crew.list(board, 0), "Renamed list");
        assertShown("list.name", "Renamed list");
        tell(crew.admin, "Renamed assignee");
        assertShown("assigned_to.display_name", "Renamed assignee");
        tell(crew.member, "Renamed creator");
        assertShown("created_by.display_name", "Renamed creator");
    }

    @Test
    void whoHasClosedTheAccountIsShownAsThat() {
        Feeds.people().delete("person.deleted", "person/" + crew.member, Map.of("id", crew.member));
        Feeds.settle();
        assertShown("created_by.display_name", "Deleted user");
        as(crew.viewer).get("/tasks/" + task).then().body("created_by.username", nullValue());
    }

    @Test
    void whoIsToldLaterIsShownThen() {
        UUID unknown = Crew.newId();
        Feeds.member(crew.team, unknown, "member", Crew.newId());
        Feeds.settle();
        String theirs = Crew.id(as(unknown)
                .body("{\"board_id\": \"%s\", \"title\": \"by nobody known\"}".formatted(board))
                .post("/tasks"));
        as(crew.viewer)
                .get("/tasks/" + theirs)
                .then()
                .body("created_by.id", equalTo(unknown.toString()))
                .body("created_by.display_name", nullValue());
        Feeds.person(unknown, "known");
        Feeds.settle();
        as(crew.viewer).get("/tasks/" + theirs).then().body("created_by.username", equalTo("known"));
    }

    @Test
    void onlyANameThatChangesCounts() {
        long before = changes();
        as(crew.admin).body("{\"description\": \"Another\"}").patch("/boards/" + board);
        crew.task(board, "one more");
        Crew.gather();
        Feeds.person(crew.member, "member");
        Feeds.settle();
        assertThat(changes()).isEqualTo(before);
        rename("/boards/" + board, "Another");
        assertThat(changes()).isEqualTo(before + 1);
    }

    /// Readers keep the names in memory all the while.
    @Test
    void noRequestThatFollowsAChangeShowsTheNameBefore() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(() -> {
                    while (!isDone.get()) {
                        List<String> names = as(crew.viewer).get("/tasks").path("results.board.name");
                        assertThat(names).isNotEmpty();
                    }
                }));
            }
            try {
                for (int i = 0; i < 30; i++) {
                    String name = "Board " + i;
                    rename("/boards/" + board, name);
                    as(crew.viewer).get("/tasks").then().body("results.board.name", everyItem(equalTo(name)));
                }
            } finally {
                isDone.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }
}
