package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TeamChangesTest extends ServiceTest {

    @Test
    void aPatchChangesWhatItNames() {
        Actor ada = someone("ada");
        String team = "/teams/"
                + ada.sends(
                                "{\"name\": \"Old\", \"description\": \"d\", \"metadata\": {\"a\": {\"b\": 1, \"c\": 2}, \"k\": 0}}")
                        .post("/teams")
                        .path("id");
        ada.sends("{\"metadata\": {\"a\": {\"b\": null, \"d\": {\"e\": null}}, \"k\": [1]}}")
                .contentType("application/merge-patch+json")
                .patch(team)
                .then()
                .statusCode(200)
                .body("name", equalTo("Old"))
                .body("description", equalTo("d"))
                .body("metadata.a.keySet()", containsInAnyOrder("c", "d"))
                .body("metadata.a.d.size()", equalTo(0))
                .body("metadata.k", contains(1))
                .body("version", equalTo(2));
        ada.sends("{\"name\": \"New\", \"description\": null, \"metadata\": null}")
                .patch(team)
                .then()
                .statusCode(200)
                .body("name", equalTo("New"))
                .body("description", nullValue())
                .body("metadata.size()", equalTo(0))
                .body("version", equalTo(3));
        ada.sends("{\"name\": \"New\"}").patch(team).then().statusCode(200).body("version", equalTo(3));
        ada.asks().get(team).then().body("name", equalTo("New")).body("version", equalTo(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": null}|name required",
                "{\"name\": \" \"}|name too_short",
                "{\"metadata\": [1]}|metadata wrong_type",
                "{\"metadata\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {}}}}}}}|metadata out_of_range",
                "{\"owner_id\": null}|owner_id required",
                "{\"role\": \"admin\"}|role read_only",
                "{\"colour\": 1}|colour unknown",
            })
    void whatIsNotValidIsRefused(String body, String fault) {
        Actor ada = someone("ada");
        ada.sends(body)
                .patch("/teams/" + ada.founds("Strict"))
                .then()
                .statusCode(400)
                .body("errors.collect { it.field + ' ' + it.code }", contains(fault));
    }

    @Test
    void metadataHasALimitAlsoOnceItIsMerged() {
        Actor ada = someone("ada");
        String team = "/teams/" + ada.founds("Large");
        String large = "x".repeat(5000);
        ada.sends("{\"metadata\": {\"a\": \"" + large + "\"}}")
                .patch(team)
                .then()
                .statusCode(200);
        ada.sends("{\"metadata\": {\"b\": \"" + large + "\"}}")
                .patch(team)
                .then()
                .statusCode(400)
                .body("errors.collect { it.field + ' ' + it.code }", contains("metadata too_long"));
        ada.sends("{\"metadata\": {\"a\": null, \"b\": \"" + large + "\"}}")
                .patch(team)
                .then()
                .statusCode(200);
    }

    @Test
    void aStaleVersionChangesNothingAndTellsWhatDiffers() {
        Actor ada = someone("ada");
        UUID id = ada.founds("First");
        String team = "/teams/" + id;
        String tag = ada.asks().get(team).header("ETag");
        Response changed =
                ada.sends("{\"name\": \"Second\"}").header("If-Match", tag).patch(team);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo(ada.asks().get(team).header("ETag"));
        ada.sends("{\"name\": \"Third\", \"description\": null}")
                .header("If-Match", tag)
                .patch(team)
                .then()
                .statusCode(412)
                .header("ETag", equalTo(changed.header("ETag")))
                .body("conflicts.keySet()", contains("name"))
                .body("conflicts.name", equalTo("Second"));
        ada.asks().header("If-Match", tag).delete(team).then().statusCode(412);
        ada.asks()
                .header("If-Match", changed.header("ETag"))
                .delete(team)
                .then()
                .statusCode(204);
        ada.asks().get(team).then().statusCode(404);
    }

    @Test
    void aTeamIsHandedOverToAMemberWhoBecomesAdmin() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        Actor eve = someone("eve");
        UUID id = ada.founds("Handed");
        ada.adds(bob, "viewer", id);
        assertThat(toldOwner(id)).contains(ada.id());
        ada.sends("{\"owner_id\": \"" + eve.id() + "\"}")
                .patch("/teams/" + id)
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-reference"))
                .body("errors[0].field", equalTo("owner_id"));
        ada.sends("{\"owner_id\": \"" + bob.id() + "\"}")
                .patch("/teams/" + id)
                .then()
                .statusCode(200)
                .body("owner.id", equalTo(bob.id().toString()))
                .body("role", equalTo("admin"))
                .body("version", equalTo(2));
        assertThat(toldOwner(id)).contains(bob.id());
        bob.asks().get("/teams/" + id).then().body("role", equalTo("admin"));
        ada.asks().delete("/teams/" + id).then().statusCode(403);
        bob.asks()
                .delete("/teams/" + id + "/members/" + bob.id())
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/owner-must-stay"));
        ada.asks().delete("/teams/" + id + "/members/" + ada.id()).then().statusCode(204);
        bob.asks().get("/teams/" + id).then().body("member_count", equalTo(1));
    }

    @Test
    void theOtherServicesLearnThatATeamIsGone() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID id = ada.founds("Gone");
        ada.adds(bob, "member", id);
        ada.asks().delete("/teams/" + id).then().statusCode(204);
        assertThat(sql.list(
                        "SELECT type || ' ' || subject AS told FROM feed WHERE subject LIKE '%' || ? || '%'",
                        row -> row.text("told"), id.toString()))
                .containsExactlyInAnyOrder(
                        "team.deleted team/" + id,
                        "membership.deleted membership/" + id + "/" + ada.id(),
                        "membership.deleted membership/" + id + "/" + bob.id());
        bob.asks().get("/teams/" + id).then().statusCode(404);
    }

    @Test
    void memberVersionsAreHonoured() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID id = ada.founds("Versions");
        ada.adds(bob, "member", id);
        String path = "/teams/" + id + "/members/" + bob.id();
        String tag = ada.asks().get(path).header("ETag");
        assertThat(tag).startsWith("\"1-");
        ada.sends("{\"role\": \"viewer\"}")
                .header("If-Match", tag)
                .patch(path)
                .then()
                .statusCode(200);
        ada.sends("{\"role\": \"admin\"}")
                .header("If-Match", tag)
                .patch(path)
                .then()
                .statusCode(412)
                .header("ETag", matchesPattern("\"2-.*\""))
                .body("conflicts.role", equalTo("viewer"));
        ada.sends("{\"role\": \"viewer\"}").patch(path).then().statusCode(200).body("version", equalTo(2));
        ada.sends("{}").patch(path).then().statusCode(200).body("version", equalTo(2));
        ada.asks().header("If-Match", tag).delete(path).then().statusCode(412);
        ada.asks().header("If-Match", "\"2\"").delete(path).then().statusCode(204);
    }

    @Test
    void aMalformedIfMatchIsToldBeforeAnythingElse() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Tagged");
        ada.adds(bob, "viewer", team);
        for (String path :
                List.of("/teams/" + team, "/teams/" + UUID.randomUUID(), "/teams/" + team + "/members/" + ada.id())) {
            bob.asks()
                    .header("If-Match", "abc")
                    .delete(path)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("If-Match"));
            bob.sends("{}").header("If-Match", "abc").patch(path).then().statusCode(400);
        }
    }

    @Test
    void aRepeatedFoundationOfATeamThatIsGoneFoundsNone() {
        Actor ada = someone("ada");
        String form = "{\"name\": \"Gone\"}";
        String id =
                ada.sends(form).header("Idempotency-Key", "gone").post("/teams").path("id");
        ada.asks().delete("/teams/" + id).then().statusCode(204);
        ada.sends(form)
                .header("Idempotency-Key", "gone")
                .post("/teams")
                .then()
                .statusCode(201)
                .header("Location", equalTo("/teams/" + id))
                .body("id", equalTo(id))
                .body("name", equalTo(null));
        assertThat(ada.asks().get("/teams").<List<String>>path("results.id")).isEmpty();
    }
}
