package com.tasktracker.identity.mail;

import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.secret.OpaqueToken;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The tokens that were mailed and may still be used, each once.
@ApplicationScoped
public class MailedTokens {

    private static final String FIND = """
            SELECT user_id, address FROM mailed_token
             WHERE hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?""";

    private static final int PURGED_AT_ONCE = 10_000;

    private final Sql sql;
    private final Clock clock;

    MailedTokens(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// Whose token it is, and to which address it was mailed.
    public record Holder(UUID user, String address) {}

    void keep(OpaqueToken token, Purpose purpose, UUID user, String address, Duration lifetime) {
        sql.update(
                "INSERT INTO mailed_token (hash, purpose, user_id, address, expires_at) VALUES (?, ?, ?, ?, ?)",
                token.hash(),
                purpose.text(),
                user,
                address,
                clock.instant().plus(lifetime));
    }

    void forget(OpaqueToken token) {
        sql.update("DELETE FROM mailed_token WHERE hash = ?", (Object) token.hash());
    }

    /// Looks at a token without using it up.
    public Optional<Holder> find(String token, Purpose purpose) {
        return sql.first(FIND, MailedTokens::holder, new OpaqueToken(token).hash(), purpose.text(), clock.instant());
    }

    /// Uses a token up, in the transaction that does what it is for; false where somebody else was first.
    public boolean use(String token, Purpose purpose) {
        return sql.update(
                        "UPDATE mailed_token SET used_at = ?"
                                + " WHERE hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?",
                        clock.instant(),
                        new OpaqueToken(token).hash(),
                        purpose.text(),
                        clock.instant())
                == 1;
    }

    /// Makes all tokens of a user for one purpose worthless.
    public void revoke(UUID user, Purpose purpose) {
        sql.update("DELETE FROM mailed_token WHERE user_id = ? AND purpose = ?", user, purpose.text());
    }

    /// Makes all tokens of a user worthless.
    public void revokeAll(UUID user) {
        sql.update("DELETE FROM mailed_token WHERE user_id = ?", user);
    }

    private static Holder holder(Row row) throws SQLException {
        return new Holder(row.id("user_id"), row.text("address"));
    }

    /// One answer for a token that is unknown, used or expired.
    public static Problem notValid() {
        return Problem.of(
                        422,
                        "token-not-valid",
                        "The token is not valid",
                        "The token is unknown, used or expired. Ask for another one.")
                .with("errors", List.of(new Fault("token", Fault.Code.NOT_ALLOWED, "is unknown, used or expired")));
    }

    @Scheduled(every = "1h", delayed = "2m")
    @RunOnVirtualThread
    void purge() {
        int purged;
        do {
            purged = sql.update("""
                    DELETE FROM mailed_token WHERE hash IN
                           (SELECT hash FROM mailed_token WHERE expires_at < ? LIMIT ? FOR UPDATE SKIP LOCKED)""", clock.instant(), PURGED_AT_ONCE);
        } while (purged == PURGED_AT_ONCE);
    }
}
