package com.tasktracker.task;

import static com.tasktracker.task.testing.Crew.as;
import static com.tasktracker.task.testing.Crew.id;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every route for each role, for a stranger and for nobody. Board, list, task and comment are new for each request;
/// task and comment are a member's.
@TaskServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTest {

    private static final Set<String> METHODS = Set.of("get", "post", "patch", "put", "delete");

    private Crew crew = Crew.gather();

    @BeforeAll
    void gather() {
        crew = Crew.gather();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # method | path                         | body                                    | admin | member | viewer | stranger | nobody
            POST     | /boards                      | {"team_id": "TEAM", "name": "b"}        | 201 | 403 | 403 | 422 | 401
            GET      | /boards                      |                                         | 200 | 200 | 200 | 200 | 401
            GET      | /boards?deleted=true         |                                         | 200 | 200 | 200 | 200 | 401
            GET      | /boards/BOARD                |                                         | 200 | 200 | 200 | 404 | 401
            PATCH    | /boards/BOARD                | {"name": "c"}                           | 200 | 403 | 403 | 404 | 401
            DELETE   | /boards/BOARD                |                                         | 204 | 403 | 403 | 404 | 401
            POST     | /boards/BOARD/restore        |                                         | 200 | 403 | 403 | 404 | 401
            POST     | /boards/GONE/restore         |                                         | 200 | 404 | 404 | 404 | 401
            GET      | /boards/GONE                 |                                         | 404 | 404 | 404 | 404 | 401
            GET      | /boards/BOARD/lists          |                                         | 200 | 200 | 200 | 404 | 401
            POST     | /boards/BOARD/lists          | {"name": "l"}                           | 201 | 403 | 403 | 404 | 401
            GET      | /boards/BOARD/lists/LIST     |                                         | 200 | 200 | 200 | 404 | 401
            PATCH    | /boards/BOARD/lists/LIST     | {"name": "l"}                           | 200 | 403 | 403 | 404 | 401
            DELETE   | /boards/BOARD/lists/EMPTY    |                                         | 204 | 403 | 403 | 404 | 401
            POST     | /tasks                       | {"board_id": "BOARD", "title": "t"}     | 201 | 201 | 403 | 422 | 401
            GET      | /tasks                       |                                         | 200 | 200 | 200 | 200 | 401
            GET      | /tasks/TASK                  |                                         | 200 | 200 | 200 | 404 | 401
            PATCH    | /tasks/TASK                  | {"title": "u"}                          | 200 | 200 | 403 | 404 | 401
            POST     | /tasks/TASK/move             | {"list_id": "EMPTY"}                    | 200 | 200 | 403 | 404 | 401
            GET      | /tasks/TASK/transitions      |                                         | 200 | 200 | 200 | 404 | 401
            DELETE   | /tasks/TASK                  |                                         | 204 | 204 | 403 | 404 | 401
            DELETE   | /tasks/ADMINS                |                                         | 204 | 403 | 403 | 404 | 401
            POST     | /tasks/TASK/restore          |                                         | 200 | 200 | 403 | 404 | 401
            POST     | /tasks/TRASH/restore         |                                         | 200 | 200 | 404 | 404 | 401
            GET      | /tasks/TASK/activity         |                                         | 200 | 200 | 200 | 404 | 401
            GET      | /tasks/TASK/comments         |                                         | 200 | 200 | 200 | 404 | 401
            POST     | /tasks/TASK/comments         | {"body": "c"}                           | 201 | 201 | 403 | 404 | 401
            GET      | /tasks/TASK/comments/COMMENT |                                         | 200 | 200 | 200 | 404 | 401
            PATCH    | /tasks/TASK/comments/COMMENT | {"body": "d"}                           | 403 | 200 | 403 | 404 | 401
            DELETE   | /tasks/TASK/comments/COMMENT |                                         | 204 | 204 | 403 | 404 | 401
            POST     | /tasks/bulk                  | {"operations": [{"op": "update", "id": "TASK", "title": "u"}]} | 200 | 200 | 403 | 404 | 401
            """)
    void everyRouteIsOpenToThoseAloneWhomItIsFor(
            String method,
            String path,
            @Nullable String body,
            int admin,
            int member,
            int viewer,
            int stranger,
            int nobody) {
        expect(nobody, method, path, body, given().contentType("application/json"));
        expect(stranger, method, path, body, as(crew.stranger));
        expect(viewer, method, path, body, as(crew.viewer));
        expect(member, method, path, body, as(crew.member));
        expect(admin, method, path, body, as(crew.admin));
    }

    /// The stream of events, which does not end, has its rights tested with it.
    @Test
    void noRouteIsLeftOut() throws Exception {
        JsonNode paths = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString())
                .path("paths");
        Set<String> documented = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> documented.add(method.getKey().toUpperCase(Locale.ROOT) + " "
                                + path.getKey().replaceAll("\\{[^}]*}", "{}"))));
        documented.remove("GET /boards/{}/events");
        CsvSource table = RightsTest.class
                .getDeclaredMethod(
                        "everyRouteIsOpenToThoseAloneWhomItIsFor",
                        String.class,
                        String.class,
                        String.class,
                        int.class,
                        int.class,
                        int.class,
                        int.class,
                        int.class)
                .getAnnotation(CsvSource.class);
        Set<String> tested = table.textBlock()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> cells[0].strip() + " "
                        + cells[1].strip().replaceAll("\\?.*", "").replaceAll("/[A-Z]+", "/{}"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tested).isEqualTo(documented);
    }

    private void expect(int status, String method, String path, @Nullable String body, RequestSpecification request) {
        Names names = new Names(crew);
        if (body != null) {
            request.body(names.fill(body));
        }
        Response response = request.request(method, names.fill(path));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    }

    /// What the names in paths and bodies stand for, made when they are asked for.
    private static final class Names {

        private final Crew crew;
        private final String board;
        private final String task;

        Names(Crew crew) {
            this.crew = crew;
            this.board = crew.board("b");
            this.task = crew.task(board, "t");
        }

        String fill(String text) {
            String filled = text.replace("TEAM", crew.team.toString())
                    .replace("BOARD", board)
                    .replace("LIST", crew.list(board, 0))
                    .replace("EMPTY", crew.list(board, 1))
                    .replace("TASK", task);
            return filled.contains("GONE")
                            || filled.contains("ADMINS")
                            || filled.contains("TRASH")
                            || filled.contains("COMMENT")
                    ? fillMore(filled)
                    : filled;
        }

        private String fillMore(String text) {
            String gone = crew.board("gone");
            as(crew.admin).delete("/boards/" + gone).then().statusCode(204);
            String trash = crew.task(board, "trash");
            as(crew.member).delete("/tasks/" + trash).then().statusCode(204);
            String admins = id(as(crew.admin).body("""
                    {"board_id": "%s", "title": "a"}""".formatted(board)).post("/tasks"));
            String comment = id(as(crew.member).body("{\"body\": \"c\"}").post("/tasks/" + task + "/comments"));
            return text.replace("GONE", gone)
                    .replace("TRASH", trash)
                    .replace("ADMINS", admins)
                    .replace("COMMENT", comment);
        }
    }
}
