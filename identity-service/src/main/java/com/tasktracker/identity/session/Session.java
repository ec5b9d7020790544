package com.tasktracker.identity.session;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A login and what was refreshed from it. Whoever changes it holds its row's lock, so that refreshing and ending do
/// not overtake each other.
@Entity
@Table(name = "session")
@SuppressWarnings("UnusedVariable") // what is only ever written here is read by statements
class Session {

    /// What showing one of its refresh tokens comes to.
    enum Use {
        /// It was the current one; the next one takes its place.
        ROTATED,
        /// It was used a moment ago, by another tab or with an answer that was lost: the same successor again.
        REPEATED,
        /// It was used long ago: somebody has it who should not.
        STOLEN,
        /// The session has ended or run out.
        DEAD
    }

    @Id
    private UUID id;

    private UUID userId;
    private Instant createdAt;
    private Instant lastUsedAt;
    private Instant expiresAt;
    private @Nullable Instant endedAt;
    private @Nullable String userAgent;
    private String ip;
    private int generation;
    private Instant rotatedAt;
    private Instant tokensUntil;

    /// For Hibernate, which fills in the fields.
    @SuppressWarnings("NullAway")
    protected Session() {}

    Session(UUID id, UUID userId, Origin origin, Instant now, Duration lifetime) {
        this.id = id;
        this.userId = userId;
        this.createdAt = now;
        this.lastUsedAt = now;
        this.expiresAt = now.plus(lifetime);
        this.userAgent = origin.userAgent();
        this.ip = origin.ip();
        this.generation = 1;
        this.rotatedAt = now;
        this.tokensUntil = now;
    }

    /// Judges a refresh token of this session by its generation, and rotates where it is the current one.
    Use use(int shown, Origin origin, Instant now, SessionConfig config) {
        boolean isRepeated = shown == generation - 1 && now.isBefore(rotatedAt.plus(config.grace()));
        if (shown < generation && !isRepeated) {
            return Use.STOLEN;
        }
        if (endedAt != null || !now.isBefore(end(config))) {
            return Use.DEAD;
        }
        if (isRepeated) {
            return Use.REPEATED;
        }
        generation++;
        rotatedAt = now;
        lastUsedAt = now;
        userAgent = origin.userAgent();
        ip = origin.ip();
        return Use.ROTATED;
    }

    /// Notes that an access token is issued, and says when it expires: never after the session itself.
    Instant issueToken(Instant now, Duration lifetime) {
        Instant expiry = now.plus(lifetime);
        Instant until = expiry.isBefore(expiresAt) ? expiry : expiresAt;
        if (until.isAfter(tokensUntil)) {
            tokensUntil = until;
        }
        return until;
    }

    /// The nearer of the idle and the absolute end.
    Instant end(SessionConfig config) {
        Instant idle = lastUsedAt.plus(config.idle());
        return idle.isBefore(expiresAt) ? idle : expiresAt;
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    int generation() {
        return generation;
    }
}
