package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.secret.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/// The tokens that stand in mails and, as their hashes, in the database.
@ApplicationScoped
class InvitationTokens {

    private final Sql sql;

    InvitationTokens(Sql sql) {
        this.sql = sql;
    }

    void keep(OpaqueToken token, UUID invitation) {
        sql.update("INSERT INTO invitation_token (token_hash, invitation_id) VALUES (?, ?)", token.hash(), invitation);
    }

    /// The invitation that the token was mailed for.
    Optional<UUID> find(String token) {
        return sql.first(
                "SELECT invitation_id FROM invitation_token WHERE token_hash = ?",
                row -> row.id("invitation_id"),
                (Object) new OpaqueToken(token).hash());
    }

    /// One that was never mailed.
    void forget(OpaqueToken token) {
        sql.update("DELETE FROM invitation_token WHERE token_hash = ?", (Object) token.hash());
    }
}
