package com.tasktracker.team.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.secret.EmailHash;
import com.tasktracker.kit.testing.Mailbox;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What becomes of open invitations when `EMAIL_HASH_KEY` is exchanged.
@QuarkusTest
class AddressesTest {

    private static final String OLD_KEY = "a key of another time that is used in tests alone";
    private static final String INSERT_TEAM = """
            WITH founder AS (
                INSERT INTO member (id, team_id, person_id, role, added_by, joined_at, updated_at, version)
                SELECT ?, team, person, 'admin', person, now(), now(), 1
                  FROM (VALUES (CAST(? AS uuid), CAST(? AS uuid))) AS given (team, person) RETURNING team_id, person_id
            )
            INSERT INTO team (id, name, metadata, owner_id, member_count, created_by, created_at, updated_at, version)
            SELECT team_id, 'Keys', '{}', person_id, 1, person_id, now(), now(), 1 FROM founder""";

    @Inject
    Sql sql;

    @Inject
    Addresses addresses;

    @Inject
    Invitations invitations;

    @Inject
    FormerOutbox formerOutbox;

    @Test
    void openInvitationsAreFoundByTheNewKeyToo() {
        UUID team = UUID.randomUUID();
        sql.update(INSERT_TEAM, UUID.randomUUID(), team, UUID.randomUUID());
        UUID open = invite(team, "ada@example.com", "open");
        UUID closed = invite(team, "bob@example.com", "declined");

        assertThat(addresses.hashAnew()).isPositive();

        assertThat(hashes(open)).isEqualTo(addresses.of("ada@example.com").hashes());
        assertThat(hashes(closed)).isEqualTo(new EmailHash(OLD_KEY).all("bob@example.com"));
        assertThat(addresses.hashAnew()).isZero();
    }

    @Test
    void whatWasClosedLongAgoIsForgotten() {
        UUID team = UUID.randomUUID();
        sql.update(INSERT_TEAM, UUID.randomUUID(), team, UUID.randomUUID());
        UUID recent = invite(team, "ada@example.com", "declined");
        UUID old = invite(team, "bob@example.com", "declined");
        sql.update("UPDATE invitation SET updated_at = now() - interval '91 days' WHERE id = ?", old);

        invitations.purge();

        assertThat(sql.list("SELECT id FROM invitation WHERE team_id = ?", row -> row.id("id"), team))
                .containsExactly(recent);
    }

    @Test
    void whatWaitedBeforeTheOutboxOfTheKitIsMailed() {
        UUID team = UUID.randomUUID();
        sql.update(INSERT_TEAM, UUID.randomUUID(), team, UUID.randomUUID());
        String address = team + "@example.com";
        UUID invitation = invite(team, address, "open");
        sql.update(
                "INSERT INTO mail (id, purpose, invitation_id, due_at) VALUES (?, 'invitation', ?, now())",
                UUID.randomUUID(),
                invitation);

        formerOutbox.takeOver();

        assertThat(Mailbox.awaitMail(address, 1).subject()).isEqualTo("You are invited to the team Keys");
        assertThat(sql.list("SELECT id FROM mail", row -> row.id("id"))).isEmpty();
    }

    private UUID invite(UUID team, String email, String status) {
        UUID id = UUID.randomUUID();
        sql.update("""
                INSERT INTO invitation (id, team_id, email, email_hashes, role, status, invited_by, expires_at,
                                        created_at, updated_at, version)
                VALUES (?, ?, ?, ?, 'viewer', ?, gen_random_uuid(), now() + interval '1 hour', now(), now(), 1)""", id, team, email, new EmailHash(OLD_KEY).all(email).toArray(String[]::new), status);
        return id;
    }

    private List<String> hashes(UUID invitation) {
        return sql.first(
                        "SELECT email_hashes FROM invitation WHERE id = ?",
                        row -> row.texts("email_hashes"),
                        invitation)
                .orElseThrow();
    }
}
