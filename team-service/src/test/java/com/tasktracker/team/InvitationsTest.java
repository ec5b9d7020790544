package com.tasktracker.team;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.tasktracker.kit.secret.EmailHash;
import com.tasktracker.kit.testing.Mailbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class InvitationsTest extends ServiceTest {

    private static Response invite(Actor admin, UUID team, String email, String role) {
        return admin.sends("{\"email\": \"" + email + "\", \"role\": \"" + role + "\"}")
                .post("/teams/" + team + "/invitations");
    }

    private static Response accept(Actor actor, String token) {
        return actor.sends("{\"token\": \"" + token + "\"}").post("/invitations/accept");
    }

    private static Response acceptById(Actor actor, String id) {
        return actor.sends("{\"id\": \"" + id + "\"}").post("/invitations/accept");
    }

    private static void isClosed(Response answer) {
        answer.then().statusCode(409).body("type", equalTo("/problems/invitation-closed"));
    }

    private void expire(UUID team) {
        sql.update("UPDATE invitation SET expires_at = now() - interval '1 second' WHERE team_id = ?", team);
    }

    @Test
    void theMailedTokenMakesTheInvitedAMember() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("Bob");
        UUID team = ada.founds("Inviting");
        String email = mailOf(bob).toLowerCase(Locale.ROOT);
        Response invited = invite(ada, team, mailOf(bob).toUpperCase(Locale.ROOT), "member");
        invited.then()
                .statusCode(201)
                .header("Location", equalTo("/teams/" + team + "/invitations/" + invited.path("id")))
                .header("ETag", matchesPattern("\"1-.*\""))
                .body("email", equalTo(email))
                .body("role", equalTo("member"))
                .body("status", equalTo("open"))
                .body("team.name", equalTo("Inviting"))
                .body("invited_by.id", equalTo(ada.id().toString()))
                .body("expires_at", matchesPattern("20.*Z"))
                .body("$", not(hasKey("token")));
        Mailbox.Mail mail = Mailbox.awaitMail(email, 1);
        assertThat(mail.text())
                .contains("Subject: You are invited to the team Inviting")
                .contains("The " + ada.username());
        bob.asks()
                .get("/invitations")
                .then()
                .statusCode(200)
                .body("results.id", contains(invited.<String>path("id")))
                .body("results.team.name", contains("Inviting"))
                .body("results.invited_by.id", contains(ada.id().toString()));
        accept(bob, mail.token())
                .then()
                .statusCode(200)
                .body("user.id", equalTo(bob.id().toString()))
                .body("role", equalTo("member"));
        bob.asks()
                .get("/teams/" + team)
                .then()
                .statusCode(200)
                .body("role", equalTo("member"))
                .body("member_count", equalTo(2));
        isClosed(accept(bob, mail.token()));
        isClosed(acceptById(bob, invited.path("id")));
        bob.asks().get("/invitations").then().body("results.size()", equalTo(0));
        ada.asks().get("/teams/" + team + "/invitations").then().body("results.size()", equalTo(0));
        ada.asks()
                .get("/teams/" + team + "/invitations?status=accepted")
                .then()
                .body("results.status", contains("accepted"));
    }

    @Test
    void theTokenIsNowhereButInTheMail() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Secret");
        invite(ada, team, mailOf(bob), "viewer");
        String token = Mailbox.awaitMail(mailOf(bob), 1).token();
        ada.asks().get("/teams/" + team + "/invitations").then().body(not(containsString(token)));
        bob.asks().get("/invitations").then().body(not(containsString(token)));
        assertThat(sql.first(
                        "SELECT count(*) AS n FROM invitation_token WHERE encode(token_hash, 'escape') LIKE ?",
                        row -> row.number("n"),
                        "%" + token + "%"))
                .contains(0);
    }

    @Test
    void onlyTheAccountWithThatVerifiedEmailMayAccept() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Mine");
        String id = invite(ada, team, mailOf(bob), "viewer").path("id");
        String token = Mailbox.awaitMail(mailOf(bob), 1).token();
        for (Actor other : List.of(someone("unverified"), someoneWithMail("other"))) {
            accept(other, token).then().statusCode(403).body("type", equalTo("/problems/forbidden"));
            acceptById(other, id).then().statusCode(404);
            other.sends("{\"id\": \"" + id + "\"}")
                    .post("/invitations/decline")
                    .then()
                    .statusCode(404);
            other.asks().get("/invitations").then().body("results.size()", equalTo(0));
        }
        accept(bob, "unknown").then().statusCode(404);
        acceptById(bob, UUID.randomUUID().toString()).then().statusCode(404);
        verify(bob, "new." + mailOf(bob));
        accept(bob, token).then().statusCode(403);
        verify(bob, mailOf(bob));
        acceptById(bob, id).then().statusCode(200);
    }

    @Test
    void whatIsClosedStaysClosed() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Closed");
        String path = "/teams/" + team + "/invitations/";

        Actor revoked = someoneWithMail("revoked");
        String id = invite(ada, team, mailOf(revoked), "viewer").path("id");
        ada.asks().header("If-Match", "\"7\"").delete(path + id).then().statusCode(412);
        ada.asks().delete(path + id).then().statusCode(204);
        isClosed(acceptById(revoked, id));
        isClosed(ada.asks().delete(path + id));
        ada.asks().get(path + id).then().body("status", equalTo("revoked")).body("version", equalTo(2));

        Actor declined = someoneWithMail("declined");
        id = invite(ada, team, mailOf(declined), "viewer").path("id");
        declined.sends("{\"id\": \"" + id + "\"}")
                .post("/invitations/decline")
                .then()
                .statusCode(204);
        isClosed(acceptById(declined, id));
        isClosed(declined.sends("{\"id\": \"" + id + "\"}").post("/invitations/decline"));

        Actor late = someoneWithMail("late");
        id = invite(ada, team, mailOf(late), "viewer").path("id");
        expire(team);
        isClosed(acceptById(late, id));
        late.asks().get("/invitations").then().body("results.size()", equalTo(0));
        ada.asks().get(path + id).then().body("status", equalTo("expired"));
        ada.asks()
                .get("/teams/" + team + "/invitations?status=expired,revoked,declined&ordering=created_at")
                .then()
                .body("results.status", contains("revoked", "declined", "expired"));
        ada.asks().get("/teams/" + team + "/invitations?status=lost").then().statusCode(400);
        id = invite(ada, team, mailOf(late), "viewer").path("id");
        acceptById(late, id).then().statusCode(200);
    }

    @Test
    void aSecondInvitationToTheAddressReplacesTheFirst() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Again");
        String first = invite(ada, team, mailOf(bob), "viewer").path("id");
        String token = Mailbox.awaitMail(mailOf(bob), 1).token();
        String second =
                invite(ada, team, mailOf(bob).toUpperCase(Locale.ROOT), "admin").path("id");
        assertThat(second).isNotEqualTo(first);
        isClosed(accept(bob, token));
        bob.asks().get("/invitations").then().body("results.id", contains(second));
        accept(bob, Mailbox.awaitMail(mailOf(bob), 2).token())
                .then()
                .statusCode(200)
                .body("role", equalTo("admin"));
    }

    @Test
    void whoeverHasTheTokenMayDecline() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        String id = invite(ada, ada.founds("Declined"), mailOf(bob), "viewer").path("id");
        String body = "{\"token\": \"" + Mailbox.awaitMail(mailOf(bob), 1).token() + "\"}";
        given().contentType("application/json")
                .header("Authorization", "Bearer nonsense")
                .body(body)
                .post("/invitations/decline")
                .then()
                .statusCode(204);
        isClosed(given().contentType("application/json").body(body).post("/invitations/decline"));
        isClosed(acceptById(bob, id));
        given().contentType("application/json")
                .body("{\"token\": \"unknown\"}")
                .post("/invitations/decline")
                .then()
                .statusCode(404);
        given().contentType("application/json")
                .body("{\"id\": \"" + id + "\"}")
                .post("/invitations/decline")
                .then()
                .statusCode(401);
    }

    @Test
    void theAddressOfAMemberIsInvitedLikeAnyOtherButCannotAccept() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Already");
        ada.adds(bob, "viewer", team);
        String id = invite(ada, team, mailOf(bob), "admin").path("id");
        acceptById(bob, id).then().statusCode(409).body("type", equalTo("/problems/already-member"));
        bob.asks().get("/teams/" + team).then().body("role", equalTo("viewer"));
    }

    @Test
    void whatAnAdminOfferedEndsWithTheirRole() {
        Actor owner = someone("owner");
        Actor ada = someone("ada");
        Actor eve = someone("eve");
        Actor bob = someoneWithMail("bob");
        UUID team = owner.founds("Gone");
        owner.adds(ada, "admin", team);
        owner.adds(eve, "admin", team);
        String demoted = invite(ada, team, mailOf(bob), "admin").path("id");
        owner.sends("{\"role\": \"member\"}")
                .patch("/teams/" + team + "/members/" + ada.id())
                .then()
                .statusCode(200);
        isClosed(acceptById(bob, demoted));
        String left = invite(eve, team, mailOf(bob), "admin").path("id");
        eve.asks().delete("/teams/" + team + "/members/" + eve.id()).then().statusCode(204);
        isClosed(acceptById(bob, left));
        acceptById(bob, invite(owner, team, mailOf(bob), "viewer").path("id"))
                .then()
                .statusCode(200);
    }

    @Test
    void aTeamHasAtMostAHundredOpenInvitations() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Crowded");
        sql.update("""
                INSERT INTO invitation (id, team_id, email, email_hashes, role, status, invited_by, expires_at,
                                        created_at, updated_at, version)
                SELECT gen_random_uuid(), ?, 'p' || n || '@example.com', '{}', 'viewer', 'open', ?,
                       now() + interval '1 day', now(), now(), 1 FROM generate_series(1, 99) AS n""", team, ada.id());
        invite(ada, team, "last@example.com", "viewer").then().statusCode(201);
        invite(ada, team, "more@example.com", "viewer")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/conflict"));
        invite(ada, team, "p1@example.com", "viewer").then().statusCode(201);
        ada.asks()
                .get("/teams/" + team + "/invitations?include_count=true&page_size=100")
                .then()
                .body("count", equalTo(100))
                .body("results[0].email", equalTo("p1@example.com"));
        expire(team);
        invite(ada, team, "more@example.com", "viewer").then().statusCode(201);
    }

    @Test
    void aPersonInvitesALimitedNumberADay() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Spam");
        sql.update("""
                INSERT INTO invitation_made (id, invited_by, made_at)
                SELECT gen_random_uuid(), ?, now() - interval '23 hours' FROM generate_series(1, 199)
                UNION ALL
                SELECT gen_random_uuid(), ?, now() - interval '25 hours' FROM generate_series(1, 100)""", ada.id(), ada.id());
        invite(ada, team, "last@example.com", "viewer").then().statusCode(201);
        invite(ada, ada.founds("Elsewhere"), "more@example.com", "viewer")
                .then()
                .statusCode(429)
                .header("Retry-After", equalTo("3600"))
                .body("type", equalTo("/problems/rate-limited"));
    }

    @Test
    void deletingTeamsGivesNobodyMoreInvitations() {
        Actor ada = someone("ada");
        for (int i = 0; i < 2; i++) {
            UUID team = ada.founds("Gone");
            for (int n = 0; n < 100; n++) {
                invite(ada, team, "p" + i + "-" + n + "@example.com", "viewer")
                        .then()
                        .statusCode(201);
            }
            ada.asks().delete("/teams/" + team).then().statusCode(204);
        }
        invite(ada, ada.founds("Once more"), "more@example.com", "viewer")
                .then()
                .statusCode(429)
                .body("type", equalTo("/problems/rate-limited"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "ada@",
                "@example.com",
                "ada@example",
                "a da@example.com",
                "ada@exa_mple.com",
                "ada@example.com, b@example.com",
                "<ada@example.com>",
                ".ada@example.com",
                "ada@-example.com"
            })
    void whatIsNoAddressIsRefused(String email) {
        Actor ada = someone("ada");
        invite(ada, ada.founds("Strict"), email, "viewer")
                .then()
                .statusCode(400)
                .body("errors.collect { it.field + ' ' + it.code }", contains("email malformed"));
    }

    @Test
    void anInvitationIsNamedInExactlyOneWay() {
        Actor bob = someoneWithMail("bob");
        for (String verb : List.of("accept", "decline")) {
            bob.sends("{}")
                    .post("/invitations/" + verb)
                    .then()
                    .statusCode(400)
                    .body("errors.collect { it.field + ' ' + it.code }", contains("token required"));
            bob.sends("{\"token\": \"x\", \"id\": \"" + UUID.randomUUID() + "\"}")
                    .post("/invitations/" + verb)
                    .then()
                    .statusCode(400)
                    .body("errors.collect { it.field + ' ' + it.code }", contains("id not_allowed"));
        }
    }

    @Test
    void aRepeatWithTheSameKeyInvitesOnce() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Repeated");
        String body = "{\"email\": \"" + mailOf(bob) + "\", \"role\": \"viewer\"}";
        String path = "/teams/" + team + "/invitations";
        String id = ada.sends(body).header("Idempotency-Key", "k").post(path).path("id");
        ada.sends(body)
                .header("Idempotency-Key", "k")
                .post(path)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(id));
        ada.asks().get(path).then().body("results.id", contains(id));
    }

    @Test
    void theInvitationsOfADeletedAccountAreForgotten() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Forgotten");
        invite(ada, team, mailOf(bob), "viewer").then().statusCode(201);
        invite(ada, team, "somebody.else@example.com", "viewer").then().statusCode(201);
        people().delete("person.deleted", "person/" + bob.id(), Map.of("id", bob.id()));
        people().awaitAcknowledged();
        ada.asks()
                .get("/teams/" + team + "/invitations?status=open,revoked")
                .then()
                .body("results.email", containsInAnyOrder("somebody.else@example.com"));
    }

    @Test
    void invitationsAreAcceptedWhileTheKeyOfHashesIsExchanged() {
        EmailHash previous = new EmailHash(PeopleResource.PREVIOUS_EMAIL_HASH_KEY);
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Exchanged");
        // Made by a replica that has the previous key alone, while the identity service has the new one.
        String old = invite(ada, team, mailOf(bob), "viewer").path("id");
        sql.update(
                "UPDATE invitation SET email_hashes = ? WHERE id = ?",
                new String[] {previous.of(mailOf(bob))},
                UUID.fromString(old));
        acceptById(someoneWithMail("eve"), old).then().statusCode(404);
        acceptById(bob, old).then().statusCode(200);
        // Made by one that has both, while the identity service has not published everybody anew yet.
        Actor carl = someone("carl");
        verifyByHash(carl, previous.of(mailOf(carl)));
        String id = invite(ada, team, mailOf(carl), "viewer").path("id");
        carl.asks().get("/invitations").then().body("results.id", contains(id));
        accept(carl, Mailbox.awaitMail(mailOf(carl), 1).token()).then().statusCode(200);
    }

    @Test
    void ofTwoWhoAcceptAtOnceOneDoes() {
        for (int i = 0; i < 3; i++) {
            Actor ada = someone("ada");
            Actor bob = someoneWithMail("bob");
            String id = invite(ada, ada.founds("Twice"), mailOf(bob), "viewer").path("id");
            List<Integer> statuses = Together.times(4, _ -> acceptById(bob, id).statusCode());
            assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        }
    }

    @Test
    void acceptingAndRevokingAtOnceLeavesOneOfThem() {
        for (int i = 0; i < 5; i++) {
            Actor ada = someone("ada");
            Actor bob = someoneWithMail("bob");
            UUID team = ada.founds("Race");
            String id = invite(ada, team, mailOf(bob), "viewer").path("id");
            List<Integer> statuses = Together.run(
                    () -> acceptById(bob, id).statusCode(),
                    () -> ada.asks()
                            .delete("/teams/" + team + "/invitations/" + id)
                            .statusCode(),
                    () -> bob.sends("{\"id\": \"" + id + "\"}")
                            .post("/invitations/decline")
                            .statusCode());
            assertThat(statuses).filteredOn(status -> status < 300).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(2);
            assertThat(bob.asks().get("/teams/" + team).statusCode()).isEqualTo(statuses.getFirst() == 200 ? 200 : 404);
        }
    }
}
