package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.team.team.LimitConfig;
import com.tasktracker.team.team.Role;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Mails that are to be sent. A row names the invitation alone; the token is minted when its mail is taken out, by one
/// replica at a time. At most three an hour go to one address; more wait, for as long as their invitation is open.
@ApplicationScoped
class Outbox {

    static final int MOST_AN_HOUR = 3;

    /// Longer than sending may take: until then nobody else takes it.
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final String TAKE = """
            SELECT m.id, m.invitation_id, i.email, i.email_hashes[1] AS email_hash, i.role, i.expires_at,
                   i.status = 'open' AND i.expires_at > ? AS is_open, t.name AS team_name,
                   p.display_name AS inviter
              FROM mail m
              JOIN invitation i ON i.id = m.invitation_id
              JOIN team t ON t.id = i.team_id
              LEFT JOIN person p ON p.id = i.invited_by
             WHERE m.due_at <= ?
             ORDER BY m.due_at LIMIT 1
               FOR UPDATE OF m SKIP LOCKED""";

    private static final String THIRD_LATEST = """
            SELECT sent_at FROM mail_sent WHERE email_hash = ? AND sent_at > ?
             ORDER BY sent_at DESC OFFSET ? LIMIT 1""";

    private final Sql sql;
    private final InvitationTokens tokens;
    private final LimitConfig limits;
    private final Clock clock;

    Outbox(Sql sql, InvitationTokens tokens, LimitConfig limits, Clock clock) {
        this.sql = sql;
        this.tokens = tokens;
        this.limits = limits;
        this.clock = clock;
    }

    /// In the transaction that makes the invitation.
    void add(UUID invitation) {
        sql.update(
                "INSERT INTO mail (id, purpose, invitation_id, due_at) VALUES (?, 'invitation', ?, ?)",
                Ids.next(clock),
                invitation,
                clock.instant());
    }

    /// What became of the mail that was due first.
    ///
    /// @param letter to be sent now; `null` where it was dropped or put off
    record Taken(@Nullable Letter letter) {}

    private record Due(
            UUID id,
            UUID invitation,
            String email,
            String emailHash,
            Role role,
            Instant expiresAt,
            boolean isOpen,
            String team,
            @Nullable String inviter) {}

    /// Empty where no mail is due.
    Optional<Taken> take() {
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.first(TAKE, Outbox::due, clock.instant(), clock.instant())
                        .map(this::take));
    }

    private static Due due(Row row) throws SQLException {
        return new Due(
                row.id("id"),
                row.id("invitation_id"),
                row.text("email"),
                row.text("email_hash"),
                Role.of(row.text("role")),
                row.time("expires_at"),
                row.flag("is_open"),
                row.text("team_name"),
                row.textOrNull("inviter"));
    }

    private Taken take(Due due) {
        if (!due.isOpen) {
            sql.update("DELETE FROM mail WHERE id = ?", due.id);
            return new Taken(null);
        }
        Optional<Instant> thirdLatest = limits.isCounting() ? thirdLatest(due.emailHash) : Optional.empty();
        if (thirdLatest.isPresent()) {
            sql.update(
                    "UPDATE mail SET due_at = ? WHERE id = ?", thirdLatest.get().plus(HOUR), due.id);
            return new Taken(null);
        }
        UUID receipt = Ids.next(clock);
        sql.update(
                "INSERT INTO mail_sent (id, email_hash, sent_at) VALUES (?, ?, ?)",
                receipt,
                due.emailHash,
                clock.instant());
        sql.update(
                "UPDATE mail SET attempts = attempts + 1, due_at = ? WHERE id = ?",
                clock.instant().plus(LEASE),
                due.id);
        String token = tokens.mint(due.invitation);
        return new Taken(new Letter(due.id, receipt, due.email, due.team, due.inviter, due.role, due.expiresAt, token));
    }

    /// When the mail went to the address that leaves no room for another within an hour; others who would send to it
    /// wait till we have decided.
    private Optional<Instant> thirdLatest(String emailHash) {
        sql.first("SELECT pg_advisory_xact_lock(hashtextextended(?, 0)) AS locked", _ -> true, emailHash);
        return sql.first(
                THIRD_LATEST,
                row -> row.time("sent_at"),
                emailHash,
                clock.instant().minus(HOUR),
                MOST_AN_HOUR - 1);
    }

    void sent(Letter letter) {
        sql.update("DELETE FROM mail WHERE id = ?", letter.id());
    }

    /// Puts it off, the longer the more often it failed, and takes back that it counts.
    void failed(Letter letter) {
        QuarkusTransaction.requiringNew().run(() -> {
            sql.update("DELETE FROM mail_sent WHERE id = ?", letter.receipt());
            sql.update(
                    "UPDATE mail SET due_at = CAST(? AS timestamptz)"
                            + " + least(power(2, least(attempts, 20)), ?) * interval '1 second' WHERE id = ?",
                    clock.instant(),
                    LONGEST_WAIT.toSeconds(),
                    letter.id());
        });
    }

    /// Forgets what no longer counts.
    @Scheduled(every = "10m", delayed = "1m")
    void purge() {
        sql.update("DELETE FROM mail_sent WHERE sent_at < ?", clock.instant().minus(HOUR));
    }
}
