package com.tasktracker.identity.session;

import com.tasktracker.identity.key.KeyConfig;
import com.tasktracker.identity.people.PeopleFeed;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.secret.Keyring;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Opens, refreshes and ends sessions. What changes anything runs within the work of
/// [com.tasktracker.kit.feed.Changes#commit].
@ApplicationScoped
public class Sessions implements PanacheRepositoryBase<Session, UUID> {

    /// What is true of a session that has neither ended nor run out; its parameters are the session, the user and now.
    public static final String IS_LIVE = "s.id = ? AND s.user_id = ? AND s.ended_at IS NULL AND s.expires_at > ?";

    private static final String ALIVE_OF_USER =
            " FROM session s WHERE s.user_id = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.last_used_at > ?";

    /// What verifiers forgive (5 s), and clocks that differ.
    private static final Duration LEEWAY = Duration.ofSeconds(35);

    /// Takes along what ended a moment ago: whoever asks for it once more, or for more, is not to be told that it is
    /// in force while some service has not heard of it. Its parameters are now, and after when tokens may be good.
    private static final String END =
            "UPDATE session SET ended_at = coalesce(ended_at, ?) WHERE (ended_at IS NULL OR tokens_until > ?)";

    private static final String RETURNING = " RETURNING id, tokens_until, ended_at";

    /// How many sessions of a user may be open at a time.
    static final int MOST_OPEN = 1_000;

    private static final String END_OLDEST = """
            UPDATE session SET ended_at = ? WHERE ended_at IS NULL AND id IN (
                   SELECT id FROM session WHERE user_id = ? AND ended_at IS NULL
                    ORDER BY created_at DESC, id DESC OFFSET ?)""";

    /// Longer than whoever reads events takes to see that the session has ended: that outlives the access tokens.
    private static final Duration TOLD_FOR = Duration.ofMinutes(2);

    private static final int PURGED_AT_ONCE = 10_000;

    private final Sql sql;
    private final PeopleFeed people;
    private final Keyring keyring;
    private final SessionConfig config;
    private final KeyConfig keys;
    private final Clock clock;

    Sessions(Sql sql, PeopleFeed people, Keyring keyring, SessionConfig config, KeyConfig keys, Clock clock) {
        this.sql = sql;
        this.people = people;
        this.keyring = keyring;
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    /// A new session of a user whose row the transaction has locked. The oldest ones end where there are too many: else
    /// there could be so many that ending them all takes longer than anybody has time for.
    public Grant open(UUID user, Origin origin) {
        Instant now = clock.instant();
        tell(sql.list(END_OLDEST + RETURNING, Sessions::ended, now, user, MOST_OPEN - 1));
        Session session = new Session(Ids.next(clock), user, origin, now, config.lifetime());
        Instant accessUntil = session.issueToken(now, keys.accessTokenLifetime());
        persistAndFlush(session);
        RefreshToken token = RefreshToken.random();
        keep(token, session);
        return grant(session, now, accessUntil, token);
    }

    private void keep(RefreshToken token, Session session) {
        sql.update(
                "INSERT INTO refresh_token (hash, session_id, generation) VALUES (?, ?, ?)",
                token.hash(),
                session.id(),
                session.generation());
    }

    private Grant grant(Session session, Instant now, Instant accessUntil, RefreshToken token) {
        return new Grant(session.userId(), session.id(), now, accessUntil, token.text(), session.end(config));
    }

    /// What a refresh came to: it is answered after the transaction, since a theft must be committed and then refused.
    public sealed interface Refreshed {
        record Granted(Grant grant) implements Refreshed {}

        /// An old token was shown; the session has been ended.
        record Stolen() implements Refreshed {}

        record Dead() implements Refreshed {}
    }

    /// @param session whose it is
    /// @param generation the how manieth of that session it is
    private record Known(UUID session, int generation) {}

    /// Whose refresh token it is or was.
    public Optional<UUID> of(String refreshToken) {
        return find(RefreshToken.shown(refreshToken)).map(Known::session);
    }

    public Refreshed refresh(String text, Origin origin) {
        RefreshToken token = RefreshToken.shown(text);
        Known known = find(token).orElse(null);
        if (known == null) {
            return new Refreshed.Dead();
        }
        Session session = findById(known.session(), LockModeType.PESSIMISTIC_WRITE);
        if (session == null) {
            return new Refreshed.Dead();
        }
        Instant now = clock.instant();
        return switch (session.use(known.generation(), origin, now, config)) {
            case ROTATED -> {
                RefreshToken next = token.successor(keyring);
                keep(next, session);
                yield granted(session, now, next);
            }
            case REPEATED -> granted(session, now, givenSuccessor(token, session));
            case STOLEN -> {
                end(session.id());
                yield new Refreshed.Stolen();
            }
            case DEAD -> new Refreshed.Dead();
        };
    }

    private Optional<Known> find(RefreshToken token) {
        return sql.first(
                "SELECT session_id, generation FROM refresh_token WHERE hash = ?",
                row -> new Known(row.id("session_id"), row.number("generation")),
                token.hash());
    }

    private Refreshed granted(Session session, Instant now, RefreshToken next) {
        return new Refreshed.Granted(grant(session, now, session.issueToken(now, keys.accessTokenLifetime()), next));
    }

    /// The secret may have been replaced since: the successor is the one whose hash is kept.
    private RefreshToken givenSuccessor(RefreshToken token, Session session) {
        return token.successors(keyring).stream()
                .filter(successor -> find(successor)
                        .filter(known -> known.generation() == session.generation())
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the successor was made with a secret that is gone"));
    }

    /// Ends the session of a refresh token, whatever its generation; one that nobody knows ends nothing.
    public void endOf(String refreshToken) {
        find(RefreshToken.shown(refreshToken)).ifPresent(known -> end(known.session()));
    }

    public void end(UUID session) {
        Instant now = clock.instant();
        tell(sql.list(END + " AND id = ?" + RETURNING, Sessions::ended, now, concernsSince(now), session));
    }

    /// Ends a session of the caller's; false where it is not there (any more) or somebody else's.
    public boolean end(UUID session, Caller caller) {
        Instant now = clock.instant();
        List<Ended> ended = sql.list(
                "UPDATE session s SET ended_at = ? WHERE " + IS_LIVE + " AND s.last_used_at > ?"
                        + " RETURNING s.id, s.tokens_until, s.ended_at",
                Sessions::ended,
                now,
                session,
                caller.id(),
                now,
                now.minus(config.idle()));
        tell(ended);
        return !ended.isEmpty();
    }

    /// Ends all sessions of a user whose row the transaction has locked.
    public void endAll(UUID user) {
        Instant now = clock.instant();
        tell(sql.list(END + " AND user_id = ?" + RETURNING, Sessions::ended, now, concernsSince(now), user));
    }

    /// Ends all but the caller's own session; the transaction has locked the caller's row.
    public void endOthers(Caller caller) {
        Instant now = clock.instant();
        tell(sql.list(
                END + " AND user_id = ? AND id <> ?" + RETURNING,
                Sessions::ended,
                now,
                concernsSince(now),
                caller.id(),
                caller.session()));
    }

    /// Whether an access token of a session may still be good is whether it expires after this.
    private static Instant concernsSince(Instant now) {
        return now.minus(LEEWAY);
    }

    /// Removes the sessions of a user that have all been ended, and with them from where they were used.
    public void forget(UUID user) {
        sql.update("DELETE FROM session WHERE user_id = ?", user);
    }

    private record Ended(UUID session, Instant tokensUntil, Instant endedAt) {

        /// How long it concerns anybody: while there are access tokens, and a while for what goes on without them.
        Instant until() {
            Instant tokens = tokensUntil.plus(LEEWAY);
            Instant told = endedAt.plus(TOLD_FOR);
            return tokens.isAfter(told) ? tokens : told;
        }
    }

    private static Ended ended(Row row) throws SQLException {
        return new Ended(row.id("id"), row.time("tokens_until"), row.time("ended_at"));
    }

    private void tell(List<Ended> ended) {
        Instant now = clock.instant();
        for (Ended session : ended) {
            Instant until = session.until();
            if (until.isAfter(now)) {
                people.sessionEnded(session.session(), until);
            }
        }
    }

    /// Refuses as 401 where the caller's session has ended.
    public void requireLive(Caller caller) {
        if (!isLive(caller)) {
            throw Problem.sessionEnded();
        }
    }

    boolean isLive(Caller caller) {
        return sql.first(
                        "SELECT s.id FROM session s WHERE " + IS_LIVE,
                        row -> row.id("id"),
                        caller.session(),
                        caller.id(),
                        clock.instant())
                .isPresent();
    }

    List<Pages.Placed<SessionView>> list(Caller caller, PageRequest page, Pages.Tail tail) {
        Instant now = clock.instant();
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(caller.session());
        parameters.add(caller.id());
        parameters.add(now);
        parameters.add(now.minus(config.idle()));
        parameters.addAll(tail.parameters());
        return sql.list(
                "SELECT s.id, s.created_at, s.last_used_at, s.user_agent, s.ip, s.id = ? AS current, "
                        + Pages.columns(page, "s.id") + ALIVE_OF_USER + tail.statement(),
                Pages.row(Sessions::view),
                parameters.toArray());
    }

    private static SessionView view(Row row) throws SQLException {
        return new SessionView(
                row.id("id"),
                row.time("created_at"),
                row.time("last_used_at"),
                row.textOrNull("user_agent"),
                row.text("ip"),
                row.flag("current"));
    }

    /// Counted no further than it is told.
    int count(Caller caller) {
        Instant now = clock.instant();
        return sql.first(
                        "SELECT count(*) AS n FROM (SELECT 1" + ALIVE_OF_USER + " LIMIT ?) AS found",
                        row -> row.number("n"),
                        caller.id(),
                        now,
                        now.minus(config.idle()),
                        Pages.EXACT_UP_TO + 1)
                .orElse(0);
    }

    /// Forgets the sessions that have run out, refresh tokens and all; until then an old token is known as stolen. The
    /// tokens go first, a bounded number at a time: a session may have had thousands.
    @Scheduled(every = "1h", delayed = "3m")
    @RunOnVirtualThread
    void purge() {
        purge("""
                DELETE FROM refresh_token WHERE hash IN
                       (SELECT t.hash FROM refresh_token t JOIN session s ON s.id = t.session_id
                         WHERE s.expires_at < ? LIMIT ? FOR UPDATE OF t SKIP LOCKED)""");
        purge("""
                DELETE FROM session WHERE id IN
                       (SELECT id FROM session WHERE expires_at < ? LIMIT ? FOR UPDATE SKIP LOCKED)""");
    }

    private void purge(String statement) {
        int purged;
        do {
            purged = sql.update(statement, concernsSince(clock.instant()), PURGED_AT_ONCE);
        } while (purged == PURGED_AT_ONCE);
    }
}
