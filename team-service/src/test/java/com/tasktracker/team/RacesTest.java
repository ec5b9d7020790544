package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;

@QuarkusTest
class RacesTest extends ServiceTest {

    @RepeatedTest(5)
    void ofTwoAdminsWhoRemoveEachOtherOneStays() {
        Actor owner = someone("owner");
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = owner.founds("Duel");
        owner.adds(ada, "admin", team);
        owner.adds(bob, "admin", team);
        String members = "/teams/" + team + "/members/";
        List<Integer> statuses = Together.run(
                () -> ada.asks().delete(members + bob.id()).statusCode(),
                () -> bob.asks().delete(members + ada.id()).statusCode());
        assertThat(statuses).containsExactlyInAnyOrder(204, 404);
        assertThat(owner.asks().get("/teams/" + team).<Integer>path("member_count"))
                .isEqualTo(2);
    }

    @RepeatedTest(5)
    void ofTwoAdminsWhoDemoteEachOtherOneStays() {
        Actor owner = someone("owner");
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = owner.founds("Duel");
        owner.adds(ada, "admin", team);
        owner.adds(bob, "admin", team);
        String members = "/teams/" + team + "/members/";
        String demotion = "{\"role\": \"viewer\"}";
        assertThat(Together.run(
                        () -> ada.sends(demotion).patch(members + bob.id()).statusCode(),
                        () -> bob.sends(demotion).patch(members + ada.id()).statusCode()))
                .containsExactlyInAnyOrder(200, 403);
    }

    @RepeatedTest(5)
    void theOwnerCannotLeaveWhileHandingOver() {
        Actor owner = someone("owner");
        Actor heir = someone("heir");
        UUID team = owner.founds("Throne");
        owner.adds(heir, "admin", team);
        Together.run(
                () -> owner.sends("{\"owner_id\": \"" + heir.id() + "\"}")
                        .patch("/teams/" + team)
                        .statusCode(),
                () -> owner.asks()
                        .delete("/teams/" + team + "/members/" + heir.id())
                        .statusCode());
        assertThat(sql.first("""
                        SELECT m.role FROM team t JOIN member m ON m.team_id = t.id AND m.person_id = t.owner_id
                         WHERE t.id = ?""", row -> row.text("role"), team)).contains("admin");
    }

    @RepeatedTest(3)
    void ofParallelWritesWithTheSameVersionOneSucceeds() {
        Actor owner = someone("owner");
        String team = "/teams/" + owner.founds("Many");
        String tag = owner.asks().get(team).header("ETag");
        List<Integer> statuses = Together.times(
                8,
                n -> owner.sends("{\"name\": \"Name " + n + "\"}")
                        .header("If-Match", tag)
                        .patch(team)
                        .statusCode());
        assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    }

    @RepeatedTest(3)
    void aPersonIsAddedOnce() {
        Actor owner = someone("owner");
        Actor bob = someone("bob");
        UUID team = owner.founds("Once");
        List<Integer> statuses = Together.times(
                8,
                _ -> owner.sends("{\"user_id\": \"" + bob.id() + "\", \"role\": \"member\"}")
                        .post("/teams/" + team + "/members")
                        .statusCode());
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(owner.asks().get("/teams/" + team).<Integer>path("member_count"))
                .isEqualTo(2);
    }

    @RepeatedTest(2)
    void parallelRepeatsWithOneKeyCreateOneTeam() {
        Actor owner = someone("owner");
        List<String> ids = Together.times(
                20,
                _ -> owner.sends("{\"name\": \"Single\"}")
                        .header("Idempotency-Key", "the-one")
                        .post("/teams")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"));
        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(owner.asks().get("/teams").<List<String>>path("results.id")).hasSize(1);
    }

    @RepeatedTest(5)
    void anInvitationIsAcceptedOrEndsWithTheRoleOfItsInviter() {
        Actor owner = someone("owner");
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = owner.founds("Offer");
        owner.adds(ada, "admin", team);
        String id = invite(ada, mailOf(bob), team).path("id");
        List<Integer> statuses = Together.run(
                () -> demote(owner, ada, team),
                () -> bob.sends("{\"id\": \"" + id + "\"}")
                        .post("/invitations/accept")
                        .statusCode());
        assertThat(statuses.getFirst()).isEqualTo(200);
        assertThat(statuses.getLast()).isIn(200, 409);
        owner.asks()
                .get("/teams/" + team + "/invitations/" + id)
                .then()
                .body("status", equalTo(statuses.getLast() == 200 ? "accepted" : "revoked"));
        bob.asks().get("/teams/" + team).then().statusCode(statuses.getLast() == 200 ? 200 : 404);
    }

    @RepeatedTest(5)
    void whoLosesTheRoleWhileInvitingLeavesNoOpenInvitation() {
        Actor owner = someone("owner");
        Actor ada = someone("ada");
        UUID team = owner.founds("Offer");
        owner.adds(ada, "admin", team);
        List<Integer> statuses = Together.run(
                () -> demote(owner, ada, team),
                () -> invite(ada, UUID.randomUUID() + "@example.com", team).statusCode());
        assertThat(statuses.getFirst()).isEqualTo(200);
        assertThat(statuses.getLast()).isIn(201, 403);
        owner.asks().get("/teams/" + team + "/invitations").then().body("results", empty());
    }

    private static int demote(Actor owner, Actor admin, UUID team) {
        return owner.sends("{\"role\": \"member\"}")
                .patch("/teams/" + team + "/members/" + admin.id())
                .statusCode();
    }

    private static Response invite(Actor admin, String email, UUID team) {
        return admin.sends("{\"email\": \"" + email + "\", \"role\": \"admin\"}")
                .post("/teams/" + team + "/invitations");
    }
}
