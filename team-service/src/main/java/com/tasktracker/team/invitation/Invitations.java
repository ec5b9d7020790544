package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.team.AdminStoodDown;
import com.tasktracker.team.team.Standings;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The invitations, changed one at a time: whoever changes one has locked its row, and its team's row before where the
/// team matters.
@ApplicationScoped
public class Invitations implements PanacheRepositoryBase<Invitation, UUID> {

    private static final Duration DAY = Duration.ofDays(1);
    /// How long one is kept after it was closed or is over.
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int PURGED_AT_ONCE = 10_000;

    /// Both without the one that is noted.
    private static final String NOTE_AND_COUNT = """
            WITH noted AS (INSERT INTO invitation_made (id, invited_by, made_at) VALUES (?, ?, ?))
            SELECT (SELECT count(*) FROM invitation WHERE team_id = ? AND status = 'open' AND expires_at > ?)
                       AS open_of_team,
                   (SELECT count(*) FROM invitation_made WHERE invited_by = ? AND made_at > ?) AS made_today""";

    private static final String PURGE = """
            DELETE FROM invitation WHERE id IN (
                SELECT id FROM invitation WHERE expires_at < ? OR (status <> 'open' AND updated_at < ?) LIMIT ?
                   FOR UPDATE SKIP LOCKED)""";

    private static final String PURGE_NOTES = """
            DELETE FROM invitation_made WHERE id IN (
                SELECT id FROM invitation_made WHERE made_at < ? LIMIT ? FOR UPDATE SKIP LOCKED)""";

    private final Sql sql;
    private final Standings standings;
    private final Addresses addresses;
    private final Clock clock;

    Invitations(Sql sql, Standings standings, Addresses addresses, Clock clock) {
        this.sql = sql;
        this.standings = standings;
        this.addresses = addresses;
        this.clock = clock;
    }

    Invitation lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).orElseThrow(Problem::notFound);
    }

    /// One of that team, which is locked.
    Invitation lock(UUID team, UUID id) {
        Invitation invitation = lock(id);
        if (!invitation.teamId().equals(team)) {
            throw Problem.notFound();
        }
        return invitation;
    }

    /// The invitation, after its team.
    Invitation lockWithTeam(UUID id) {
        UUID team = sql.first("SELECT team_id FROM invitation WHERE id = ?", row -> row.id("team_id"), id)
                .orElseThrow(Problem::notFound);
        standings.lock(team);
        return lock(id);
    }

    /// The invitation of that id, if it is for the address of which this is the hash.
    Optional<UUID> find(UUID id, String emailHash) {
        return sql.first("SELECT email FROM invitation WHERE id = ?", row -> row.text("email"), id)
                .filter(email -> addresses.matches(email, emailHash))
                .map(_ -> id);
    }

    /// Makes room for another invitation of the address into the team, which is locked.
    void replace(UUID team, String email) {
        sql.update("""
                UPDATE invitation
                   SET status = CASE WHEN expires_at <= ? THEN 'expired' ELSE 'revoked' END,
                       updated_at = ?, version = version + 1
                 WHERE team_id = ? AND lower(email) = ? AND status = 'open'""", clock.instant(), clock.instant(), team, email);
    }

    /// @param openOfTeam how many of the team's are open
    /// @param madeToday how many the person has made in the last 24 hours, for whichever teams
    record Counts(int openOfTeam, int madeToday) {}

    /// Notes that the person makes one more, and says how many there are without it.
    Counts noteAndCount(UUID team, UUID invitedBy) {
        Instant now = clock.instant();
        return sql.first(
                        NOTE_AND_COUNT,
                        row -> new Counts(row.number("open_of_team"), row.number("made_today")),
                        Ids.next(clock),
                        invitedBy,
                        now,
                        team,
                        now,
                        invitedBy,
                        now.minus(DAY))
                .orElseThrow();
    }

    /// Nobody grants more than they have: what somebody offered as an admin ends when they are one no more.
    void revokeOf(@Observes AdminStoodDown admin) {
        sql.update("""
                UPDATE invitation SET status = 'revoked', updated_at = ?, version = version + 1
                 WHERE team_id = ? AND invited_by = ? AND status = 'open' AND expires_at > ?""", clock.instant(), admin.team(), admin.person(), clock.instant());
    }

    /// Forgets the addresses of people whose accounts are deleted.
    public void forget(List<UUID> people) {
        sql.update("""
                DELETE FROM invitation i USING person p
                 WHERE p.id = ANY(?) AND i.email_hashes @> ARRAY[p.former_email_hash]""", (Object) people.toArray(UUID[]::new));
    }

    /// Forgets what has been closed or over for long, strangers' addresses with it.
    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void purge() {
        Instant before = clock.instant().minus(KEPT);
        sql.update(PURGE, before, before, PURGED_AT_ONCE);
        sql.update(PURGE_NOTES, clock.instant().minus(DAY), PURGED_AT_ONCE);
    }
}
