package com.tasktracker.team;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
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
