package com.tasktracker.team;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.Mailbox;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MailsTest extends ServiceTest {

    private static void invite(Actor admin, UUID team, String email) {
        admin.sends("{\"email\": \"" + email + "\", \"role\": \"viewer\"}")
                .post("/teams/" + team + "/invitations")
                .then()
                .statusCode(201);
    }

    private int waiting(UUID team) {
        return sql.first("""
                        SELECT count(*) AS n FROM outbox m JOIN invitation i ON i.id = m.about
                         WHERE i.team_id = ?""", row -> row.number("n"), team).orElseThrow();
    }

    @Test
    void aMailIsSentOnceTheServerIsBack() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Later");
        Mailbox.stopServer();
        try {
            invite(ada, team, mailOf(bob));
            eventually(
                    "an attempt has failed",
                    () -> sql.first("""
                                    SELECT 1 AS found FROM outbox m JOIN invitation i ON i.id = m.about
                                     WHERE i.team_id = ? AND m.attempts > 0 AND m.due_at < now() + interval '40 seconds'""", row -> row.number("found"), team).isPresent());
        } finally {
            Mailbox.startServer();
        }
        sql.update("UPDATE outbox SET due_at = now()");
        String token = Mailbox.awaitMail(mailOf(bob), 1).token();
        eventually("nothing waits", () -> waiting(team) == 0);
        bob.sends("{\"token\": \"" + token + "\"}")
                .post("/invitations/accept")
                .then()
                .statusCode(200);
    }

    @Test
    void atMostThreeMailsAnHourGoToAnAddress() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID last = ada.founds("Team 0");
        for (int i = 0; i < 3; i++) {
            invite(ada, ada.founds("Team"), mailOf(bob));
            Mailbox.awaitMail(mailOf(bob), i + 1);
        }
        invite(ada, last, mailOf(bob));
        eventually(
                "it is put off",
                () -> sql.first("""
                                SELECT 1 AS found FROM outbox m JOIN invitation i ON i.id = m.about
                                 WHERE i.team_id = ? AND m.due_at > now() + interval '50 minutes'""", row -> row.number("found"), last).isPresent());
        assertThat(Mailbox.to(mailOf(bob))).hasSize(3);
        sql.update("UPDATE outbox_receipt SET counted_at = counted_at - interval '2 hours'");
        sql.update("UPDATE outbox SET due_at = now()");
        Mailbox.awaitMail(mailOf(bob), 4);
    }

    @Test
    void whatIsClosedIsNotMailed() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID team = ada.founds("Unsent");
        Mailbox.stopServer();
        try {
            invite(ada, team, mailOf(bob));
            String id = ada.asks().get("/teams/" + team + "/invitations").path("results[0].id");
            ada.asks().delete("/teams/" + team + "/invitations/" + id).then().statusCode(204);
        } finally {
            Mailbox.startServer();
        }
        sql.update("UPDATE outbox SET due_at = least(due_at, now() + interval '1 second')");
        eventually("it is dropped", () -> waiting(team) == 0);
        assertThat(Mailbox.to(mailOf(bob))).isEmpty();
    }

    @Test
    void anAddressThatIsRefusedHoldsUpNobodyAndIsGivenUp() {
        Actor ada = someone("ada");
        Actor bob = someoneWithMail("bob");
        UUID refused = ada.founds("Refused");
        invite(ada, refused, "refused." + UUID.randomUUID() + "@example.com");
        invite(ada, ada.founds("Taken"), mailOf(bob));
        Mailbox.awaitMail(mailOf(bob), 1);
        eventually(
                "it was tried, and the token of the mail that never went out is void",
                () -> sql.first("""
                                SELECT 1 FROM outbox m JOIN invitation i ON i.id = m.about
                                 WHERE i.team_id = ? AND m.attempts > 0 AND NOT EXISTS (
                                           SELECT FROM invitation_token t WHERE t.invitation_id = i.id)""", _ -> true, refused).isPresent());
        sql.update(
                "UPDATE outbox SET attempts = 1000, due_at = now() FROM invitation i "
                        + "WHERE i.id = about AND i.team_id = ?",
                refused);
        eventually("it is given up", () -> waiting(refused) == 0);
    }
}
