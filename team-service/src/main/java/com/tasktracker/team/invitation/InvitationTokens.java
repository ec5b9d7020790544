package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// The tokens that stand in mails and, as their SHA-256, in the database: 256 random bits need no slower hash.
@ApplicationScoped
class InvitationTokens {

    private static final int BYTES = 32;

    private final Sql sql;
    private final SecureRandom random = new SecureRandom();

    InvitationTokens(Sql sql) {
        this.sql = sql;
    }

    /// A new token of that invitation, which is kept nowhere.
    String mint(UUID invitation) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sql.update("INSERT INTO invitation_token (token_hash, invitation_id) VALUES (?, ?)", hash(token), invitation);
        return token;
    }

    /// The invitation that the token was mailed for.
    Optional<UUID> find(String token) {
        return sql.first(
                "SELECT invitation_id FROM invitation_token WHERE token_hash = ?",
                row -> row.id("invitation_id"),
                (Object) hash(token));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
