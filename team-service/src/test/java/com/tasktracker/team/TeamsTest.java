package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TeamsTest extends ServiceTest {

    @Test
    void whoFoundsATeamOwnsIt() {
        Actor ada = someone("ada");
        String id = ada.sends("""
                        {"name": " The \\n Engine ", "description": " kept ", "metadata": {"b": 1E300, "a": [null]}}""")
                .post("/teams")
                .then()
                .statusCode(201)
                .header("Location", matchesPattern("/teams/[0-9a-f-]{36}"))
                .header("ETag", matchesPattern("\"1-[0-9a-f]{16}\""))
                .body("name", equalTo("The Engine"))
                .body("description", equalTo(" kept "))
                .body("metadata.a", contains(nullValue()))
                .body("owner.id", equalTo(ada.id().toString()))
                .body("owner.username", equalTo(ada.username()))
                .body("owner.display_name", equalTo("The " + ada.username()))
                .body("created_by.id", equalTo(ada.id().toString()))
                .body("role", equalTo("admin"))
                .body("member_count", equalTo(1))
                .body("version", equalTo(1))
                .body("created_at", matchesPattern("20.*Z"))
                .extract()
                .path("id");
        ada.asks().get("/teams/" + id).then().statusCode(200).body("name", equalTo("The Engine"));
        ada.asks().get("/teams").then().statusCode(200).body("results.id", contains(id));
        ada.asks()
                .get("/teams/" + id + "/members")
                .then()
                .statusCode(200)
                .body("results.user.id", contains(ada.id().toString()))
                .body("results.role", contains("admin"));
    }

    @Test
    void nobodyOwnsMoreTeamsThanTheyMayHoweverManyTheyAskForAtOnce() {
        Actor ada = someone("ada");
        sql.update("""
                WITH numbered AS (SELECT gen_random_uuid() AS team FROM generate_series(1, 1999)),
                     joined AS (
                         INSERT INTO member (id, team_id, person_id, role, added_by, joined_at, updated_at, version)
                         SELECT gen_random_uuid(), team, ?, 'admin', ?, now(), now(), 1 FROM numbered)
                INSERT INTO team (id, name, metadata, owner_id, member_count, created_by, created_at, updated_at, version)
                SELECT team, 'One of many', '{}', ?, 1, ?, now(), now(), 1 FROM numbered""", ada.id(), ada.id(), ada.id(), ada.id());
        List<Integer> answers = Together.times(
                4, _ -> ada.sends("{\"name\": \"One more\"}").post("/teams").statusCode());
        assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409);
        ada.sends("{\"name\": \"One too many\"}")
                .post("/teams")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/conflict"));
        Actor bob = someone("bob");
        UUID team = bob.founds("To be handed over");
        bob.adds(ada, "member", team);
        String handOver = "{\"owner_id\": \"" + ada.id() + "\"}";
        bob.sends(handOver).patch("/teams/" + team).then().statusCode(409).body("type", equalTo("/problems/conflict"));
        String one = ada.asks().queryParam("search", "One of").get("/teams").path("results[0].id");
        ada.asks().delete("/teams/" + one).then().statusCode(204);
        UUID another = bob.founds("To be handed over at the same moment");
        bob.adds(ada, "member", another);
        assertThat(Together.run(
                        () -> bob.sends(handOver).patch("/teams/" + team).statusCode(),
                        () -> bob.sends(handOver).patch("/teams/" + another).statusCode()))
                .containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void aTeamIsHiddenFromStrangers() {
        UUID team = someone("ada").founds("Hidden");
        Actor stranger = someone("eve");
        stranger.asks().get("/teams/" + team).then().statusCode(404).body("type", equalTo("/problems/not-found"));
        stranger.asks().get("/teams").then().statusCode(200).body("results.size()", equalTo(0));
        stranger.asks().get("/teams/" + team + "/members").then().statusCode(404);
    }

    @Test
    void membersComeAndGo() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Crew");
        String members = "/teams/" + team + "/members";
        ada.sends("{\"username\": \"" + bob.username().toUpperCase(Locale.ROOT) + "\", \"role\": \"viewer\"}")
                .post(members)
                .then()
                .statusCode(201)
                .header("Location", equalTo(members + "/" + bob.id()))
                .body("user.id", equalTo(bob.id().toString()))
                .body("created_by.id", equalTo(ada.id().toString()))
                .body("role", equalTo("viewer"));
        bob.asks()
                .get("/teams/" + team)
                .then()
                .statusCode(200)
                .body("role", equalTo("viewer"))
                .body("member_count", equalTo(2));
        ada.sends("{\"role\": \"member\"}")
                .patch(members + "/" + bob.id())
                .then()
                .statusCode(200)
                .body("role", equalTo("member"))
                .body("version", equalTo(2));
        ada.asks().delete(members + "/" + bob.id()).then().statusCode(204);
        bob.asks().get("/teams/" + team).then().statusCode(404);
        ada.asks().get("/teams/" + team).then().body("member_count", equalTo(1)).body("version", equalTo(1));
    }

    @Test
    void theOtherServicesAreToldOfTeamsAndMemberships() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Told");
        ada.adds(bob, "viewer", team);
        ada.asks().delete("/teams/" + team + "/members/" + bob.id()).then().statusCode(204);
        assertThat(sql.list(
                        "SELECT type FROM feed WHERE subject LIKE '%' || ? || '%' ORDER BY seq",
                        row -> row.text("type"), team.toString()))
                .containsExactly("membership.changed", "team.changed", "membership.deleted");
    }
}
