package com.tasktracker.task.live;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static com.tasktracker.task.testing.Crew.as;
import static com.tasktracker.task.testing.Crew.id;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.kit.testing.TestTokens;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.Feeds;
import com.tasktracker.task.testing.TaskServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class EventsTest {

    private Crew crew = Crew.gather();

    @BeforeEach
    void gather() {
        crew = Crew.gather();
    }

    private Listener listen(String board) {
        return Listener.open(board, TestTokens.of(crew.viewer), null);
    }

    @Test
    void everyChangeOfABoardItsListsTasksAndCommentsIsOneEvent() {
        String board = crew.board("b");
        String second = crew.list(board, 1);
        try (Listener listener = listen(board)) {
            assertThat(listener.status()).isEqualTo(200);
            assertThat(listener.header("content-type")).isEqualTo("text/event-stream");
            assertThat(listener.header("cache-control")).isEqualTo("no-store");
            assertThat(listener.header("last-event-id")).isEqualTo("1");
            as(crew.admin).body("{\"name\": \"c\"}").patch("/boards/" + board);
            String list = id(as(crew.admin).body("{\"name\": \"l\"}").post("/boards/" + board + "/lists"));
            as(crew.admin).body("{\"name\": \"m\"}").patch("/boards/" + board + "/lists/" + list);
            as(crew.admin).delete("/boards/" + board + "/lists/" + list);
            String task = crew.task(board, "t");
            as(crew.member).body("{\"title\": \"u\"}").patch("/tasks/" + task);
            as(crew.member).body("{\"title\": \"u\"}").patch("/tasks/" + task);
            as(crew.member).body("{\"status\": \"in_progress\"}").patch("/tasks/" + task);
            as(crew.member).body("{\"list_id\": \"%s\"}".formatted(second)).post("/tasks/" + task + "/move");
            String comment = id(as(crew.member).body("{\"body\": \"x\"}").post("/tasks/" + task + "/comments"));
            as(crew.member).body("{\"body\": \"y\"}").patch("/tasks/" + task + "/comments/" + comment);
            as(crew.member).delete("/tasks/" + task + "/comments/" + comment);
            as(crew.member).delete("/tasks/" + task);
            as(crew.member).post("/tasks/" + task + "/restore");

            List<String> types = listener.types(13);
            assertThat(types)
                    .containsExactly(
                            "board.updated",
                            "list.created",
                            "list.updated",
                            "list.deleted",
                            "task.created",
                            "task.updated",
                            "task.updated",
                            "task.moved",
                            "comment.created",
                            "comment.updated",
                            "comment.deleted",
                            "task.deleted",
                            "task.restored");
            assertThat(listener.told())
                    .extracting(Listener.Told::id)
                    .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L);
            Listener.Told renamed = listener.told().get(5);
            assertThat(renamed.data().getString("board_id")).isEqualTo(board);
            assertThat(renamed.data().getString("task_id")).isEqualTo(task);
            assertThat(renamed.data().getString("actor.username")).isEqualTo("member");
            assertThat(renamed.data().getList("changes.field")).containsExactly("title");
            assertThat(renamed.data().getString("changes[0].from")).isEqualTo("t");
            assertThat(renamed.data().getString("changes[0].to")).isEqualTo("u");
            assertThat(renamed.data().getInt("version")).isEqualTo(2);
            assertThat(Instant.parse(renamed.data().getString("at"))).isBefore(Instant.now());
            assertThat(listener.told().get(6).data().getList("changes.field")).contains("status", "list");
            assertThat(listener.told().get(8).data().getString("comment_id")).isEqualTo(comment);
            assertThat(listener.told().get(1).data().getString("list_id")).isEqualTo(list);
        }
    }

    @Test
    void aMoveToAnotherBoardIsToldOnBoth() {
        String from = crew.board("from");
        String to = crew.board("to");
        String task = crew.task(from, "t");
        try (Listener left = listen(from);
                Listener entered = listen(to)) {
            as(crew.member)
                    .body("{\"list_id\": \"%s\"}".formatted(crew.list(to, 0)))
                    .post("/tasks/" + task + "/move");
            assertThat(left.types(1)).containsExactly("task.moved");
            assertThat(entered.types(1)).containsExactly("task.moved");
            assertThat(left.told().getFirst().data().getString("task_id")).isEqualTo(task);
            assertThat(left.told().getFirst().data().getString("board_id")).isEqualTo(from);
            assertThat(entered.told().getFirst().data().getString("board_id")).isEqualTo(to);
        }
    }

    @Test
    void aStreamIsResumedBehindTheEventThatIsNamed() {
        String board = crew.board("b");
        crew.task(board, "one");
        crew.task(board, "two");
        try (Listener all = Listener.open(board, TestTokens.of(crew.viewer), 0L);
                Listener rest = Listener.open(board, TestTokens.of(crew.viewer), 2L)) {
            assertThat(all.types(3)).containsExactly("board.created", "task.created", "task.created");
            assertThat(rest.types(1)).containsExactly("task.created");
            assertThat(rest.told().getFirst().id()).isEqualTo(3);
        }
        String url = "/boards/" + board + "/events?last_event_id=";
        try (Listener named = Listener.at(url + "1", TestTokens.of(crew.viewer))) {
            assertThat(named.types(2)).containsExactly("task.created", "task.created");
            assertThat(named.told()).extracting(Listener.Told::id).containsExactly(2L, 3L);
        }
        as(crew.viewer).get(url + "99").then().statusCode(409).body("type", endsWith("/conflict"));
        as(crew.viewer).get(url + "x").then().statusCode(400).body("errors[0].field", equalTo("last_event_id"));
        as(crew.viewer).get(url + "-1").then().statusCode(400);
        as(crew.viewer)
                .header("Last-Event-ID", "1.5")
                .get("/boards/" + board + "/events")
                .then()
                .statusCode(400)
                .body("type", endsWith("/validation-failed"))
                .body("errors[0].field", equalTo("Last-Event-ID"))
                .body("errors[0].code", equalTo("malformed"));
    }

    @Test
    void theStreamIsForThoseWhoSeeTheBoard() {
        String path = "/boards/" + crew.board("b") + "/events";
        given().get(path).then().statusCode(401);
        as(crew.stranger).get(path).then().statusCode(404).body("type", endsWith("/not-found"));
        as(crew.viewer).get("/boards/" + Crew.newId() + "/events").then().statusCode(404);
        as(crew.viewer)
                .header("Accept", "application/json")
                .get(path)
                .then()
                .statusCode(406)
                .body("type", endsWith("/not-acceptable"));
        as(crew.viewer).get(path + "?since=1").then().statusCode(400);
        as(crew.viewer)
                .head(path)
                .then()
                .statusCode(200)
                .header("Content-Type", "text/event-stream")
                .header("Last-Event-ID", "1");
    }

    @Test
    void aStreamSaysSomethingEvenIfNothingHappens() {
        try (Listener listener = listen(crew.board("b"))) {
            eventually("comments", () -> listener.comments() >= 3);
            assertThat(listener.told()).isEmpty();
        }
    }

    @Test
    void aStreamEndsWithTheMembershipOfItsReader() {
        String board = crew.board("b");
        try (Listener listener = listen(board);
                Listener other = Listener.open(board, TestTokens.of(crew.member), null)) {
            Feeds.removeMember(crew.team, crew.viewer);
            Feeds.settle();
            crew.task(board, "not for the viewer");
            assertThat(listener.end()).isEqualTo("{\"reason\":\"membership_ended\"}");
            assertThat(listener.told()).isEmpty();
            assertThat(other.types(1)).containsExactly("task.created");
        }
    }

    @Test
    void aStreamEndsWithTheSessionOfItsReader() {
        String board = crew.board("b");
        UUID session = Crew.newId();
        try (Listener listener = Listener.open(board, TestTokens.of(crew.viewer, session), null);
                Listener other = listen(board)) {
            Feeds.endSession(session, Instant.now().plusSeconds(300));
            assertThat(listener.end()).isEqualTo("{\"reason\":\"session_ended\"}");
            crew.task(board, "t");
            assertThat(other.types(1)).containsExactly("task.created");
        }
    }

    @Test
    void aStreamEndsWithItsBoardOfWhoseEndItTells() {
        String board = crew.board("b");
        try (Listener listener = listen(board)) {
            as(crew.admin).delete("/boards/" + board).then().statusCode(204);
            assertThat(listener.end()).isEqualTo("{\"reason\":\"board_deleted\"}");
            assertThat(listener.types(1)).containsExactly("board.deleted");
        }
    }
}
