package com.tasktracker.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.settings.Service;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The services of this build, together.
@ExtendWith(SharedSuite.class)
class SuiteTest {

    @Test
    void everyServiceIsReady(Suite suite) {
        for (Service service : Service.values()) {
            given().port(suite.port(service.portVariable()))
                    .get(service.readiness())
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void everyServiceHasMigratedItsOwnSchema(Suite suite) throws Exception {
        for (Service service : Service.withData()) {
            try (Database database = Database.as(service.schema(), suite)) {
                assertThat(database.texts("SELECT DISTINCT table_schema FROM information_schema.tables"
                                + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"))
                        .containsExactly(service.schema());
            }
        }
    }

    @Test
    void whatIsMadeInOneServiceIsUsableInTheOthersByTheNextRequest(Suite suite) {
        Client ada = Client.registered(suite, "ada");
        String team = ada.post("/teams", Map.of("name", "Crew")).path("id");

        Response board = ada.post("/boards", Map.of("team_id", team, "name", "Launch"));
        List<String> lists = board.path("lists.id");
        String task = ada.post(
                        "/tasks",
                        Map.of("board_id", board.path("id"), "list_id", lists.getFirst(), "title", "Light the fuse"))
                .path("id");
        ada.post("/tasks/" + task + "/move", Map.of("list_id", lists.getLast()));

        Response moved = ada.get("/tasks/" + task);
        assertThat(moved.<String>path("title")).isEqualTo("Light the fuse");
        assertThat(moved.<String>path("list.id")).isEqualTo(lists.getLast());
        assertThat(moved.<String>path("created_by.username")).isEqualTo(ada.username());
    }

    @Test
    void boardOfAnotherTeamLooksAbsent(Suite suite) {
        Client ada = Client.registered(suite, "owner");
        String team = ada.post("/teams", Map.of("name", "Closed")).path("id");
        String board =
                ada.post("/boards", Map.of("team_id", team, "name", "Hidden")).path("id");

        Client.registered(suite, "stranger").refused(404, "/boards/" + board);
    }
}
