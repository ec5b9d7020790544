package com.tasktracker.identity.mail;

import static com.tasktracker.identity.Api.register;
import static com.tasktracker.identity.Races.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.MovableClock;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.Mailbox;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class MailPurgeTest {

    @Inject
    MailedTokens tokens;

    @Inject
    FormerOutbox formerOutbox;

    @Inject
    Sql sql;

    private int tokensOf(Account account) {
        return sql.first(
                        "SELECT count(*) AS n FROM mailed_token WHERE user_id = ?",
                        row -> row.number("n"),
                        account.id())
                .orElseThrow();
    }

    @Test
    void tokensGoWhenTheyExpire() throws Exception {
        Account account = register();
        Mailbox.awaitMail(account.email(), 1);
        purge();
        assertThat(tokensOf(account)).isEqualTo(1);
        MovableClock.advance(Duration.ofHours(25));
        purge();
        assertThat(tokensOf(account)).isZero();
    }

    /// As two replicas do at the same moment.
    private void purge() throws Exception {
        atOnce(List.of(
                () -> {
                    tokens.purge();
                    return true;
                },
                () -> {
                    tokens.purge();
                    return true;
                }));
    }

    @Test
    void whatWaitedBeforeTheOutboxOfTheKitIsSent() {
        Account account = register();
        Mailbox.awaitMail(account.email(), 1);
        putAsTheReleaseBefore("verify_email", account.email(), account.id(), null);
        putAsTheReleaseBefore("reset_password", account.email(), null, null);
        formerOutbox.takeOver();
        Mailbox.awaitMail(account.email(), 3);
        assertThat(Mailbox.to(account.email()))
                .extracting(Mailbox.Mail::subject)
                .containsExactlyInAnyOrder(
                        "Confirm your e-mail address", "Confirm your e-mail address", "Set another password");
        putAsTheReleaseBefore("password_changed", account.email(), null, account.username());
        MovableClock.advance(Duration.ofHours(1));
        formerOutbox.takeOver();
        assertThat(Mailbox.awaitMail(account.email(), 4).subject()).isEqualTo("Your password has changed");
        assertThat(sql.list("SELECT id FROM mail", row -> row.id("id"))).isEmpty();
    }

    private void putAsTheReleaseBefore(String purpose, String address, @Nullable UUID user, @Nullable String username) {
        sql.update(
                "INSERT INTO mail (id, purpose, address, user_id, username, created_at, next_attempt_at)"
                        + " VALUES (?, ?, ?, ?, ?, now(), now())",
                UUID.randomUUID(),
                purpose,
                address,
                user,
                username);
    }
}
