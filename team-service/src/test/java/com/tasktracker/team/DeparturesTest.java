package com.tasktracker.team;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.testing.PostgresResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeparturesTest extends ServiceTest {

    private static void deleteAccount(Actor actor) {
        people().delete("person.deleted", "person/" + actor.id(), Map.of("id", actor.id()));
        people().awaitAcknowledged();
    }

    @Test
    void aDeletedAccountLeavesItsTeams() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Left");
        ada.adds(bob, "member", team);
        deleteAccount(bob);
        ada.asks().get("/teams/" + team).then().body("member_count", equalTo(1));
        ada.asks().get("/teams/" + team + "/members/" + bob.id()).then().statusCode(404);
        assertThat(sql.first(
                        "SELECT type FROM feed WHERE subject = ?",
                        row -> row.text("type"),
                        "membership/" + team + "/" + bob.id()))
                .contains("membership.deleted");
        ada.sends("{\"user_id\": \"" + bob.id() + "\", \"role\": \"member\"}")
                .post("/teams/" + team + "/members")
                .then()
                .statusCode(422);
    }

    @Test
    void whoIsBeingDeletedFoundsNoTeamThatNobodyOwns() throws Exception {
        Actor ada = someone("ada");
        whileBeingDeleted(ada, () -> ada.sends("{\"name\": \"Late\"}").post("/teams"))
                .then()
                .statusCode(401)
                .body("type", equalTo("/problems/session-ended"));
        assertThat(sql.first("SELECT 1 FROM team WHERE owner_id = ?", _ -> true, ada.id()))
                .isEmpty();
        ada.sends("{\"name\": \"Later\"}").post("/teams").then().statusCode(401);
        ada.asks().get("/invitations").then().statusCode(401).body("type", equalTo("/problems/session-ended"));
    }

    @Test
    void whoIsBeingDeletedIsHandedNoTeam() throws Exception {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = bob.founds("To be handed over");
        bob.adds(ada, "admin", team);
        whileBeingDeleted(
                        ada,
                        () -> bob.sends("{\"owner_id\": \"" + ada.id() + "\"}").patch("/teams/" + team))
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-reference"))
                .body("errors[0].field", equalTo("owner_id"));
        bob.asks()
                .get("/teams/" + team)
                .then()
                .body("owner.id", equalTo(bob.id().toString()));
    }

    /// The answer to a request that finds its person's row locked by the deletion, and has to wait for it.
    private Response whileBeingDeleted(Actor person, Callable<Response> request) throws Exception {
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE team.person SET deleted = true WHERE id = '" + person.id() + "'");
            Future<Response> answer = threads.submit(request);
            eventually(
                    "it waits for the row",
                    () -> sql.first("SELECT 1 FROM pg_locks WHERE NOT granted", _ -> true)
                            .isPresent());
            connection.commit();
            return answer.get();
        }
    }

    @Test
    void theTeamOfADeletedOwnerGoesToTheLongestStandingAdmin() {
        Actor ada = someone("ada");
        Actor viewer = someone("viewer");
        Actor member = someone("member");
        Actor first = someone("first");
        Actor second = someone("second");
        UUID team = ada.founds("Inherited");
        ada.adds(viewer, "viewer", team);
        ada.adds(member, "member", team);
        ada.adds(first, "admin", team);
        ada.adds(second, "admin", team);
        deleteAccount(ada);
        assertThat(toldOwner(team)).contains(first.id());
        second.asks()
                .get("/teams/" + team)
                .then()
                .body("owner.id", equalTo(first.id().toString()))
                .body("created_by.display_name", equalTo("Deleted user"))
                .body("created_by.username", nullValue())
                .body("member_count", equalTo(4));
    }

    @Test
    void withoutAnAdminItGoesToTheLongestStandingMemberWhoBecomesOne() {
        Actor ada = someone("ada");
        Actor viewer = someone("viewer");
        Actor member = someone("member");
        UUID team = ada.founds("Inherited");
        ada.adds(viewer, "viewer", team);
        ada.adds(member, "member", team);
        deleteAccount(ada);
        member.asks()
                .get("/teams/" + team)
                .then()
                .body("owner.id", equalTo(member.id().toString()))
                .body("role", equalTo("admin"));
    }

    @Test
    void aTeamThatNobodyIsLeftInIsGone() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Empty");
        deleteAccount(ada);
        assertThat(sql.first("SELECT type FROM feed WHERE subject = ?", row -> row.text("type"), "team/" + team))
                .contains("team.deleted");
        assertThat(sql.list("SELECT 1 AS one FROM team WHERE id = ?", row -> row.number("one"), team))
                .isEmpty();
    }

    /// More than one transaction has time for.
    @Test
    void whoWasInVeryManyTeamsLeavesThemAll() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID shared = ada.founds("Shared");
        ada.adds(bob, "viewer", shared);
        for (int i = 0; i < 120; i++) {
            ada.founds("Team " + i);
        }
        deleteAccount(ada);
        eventually(
                "all are settled",
                () -> sql.first("SELECT 1 FROM person WHERE id = ? AND departed_at IS NOT NULL", _ -> true, ada.id())
                        .isPresent());
        assertThat(sql.first("SELECT 1 FROM member WHERE person_id = ?", _ -> true, ada.id()))
                .isEmpty();
        assertThat(toldOwner(shared)).contains(bob.id());
    }
}
