package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.team.AdminStoodDown;
import com.tasktracker.team.team.Standings;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The invitations, changed one at a time: whoever changes one has locked its row, and its team's row before where the
/// team matters.
@ApplicationScoped
public class Invitations implements PanacheRepositoryBase<Invitation, UUID> {

    private final Sql sql;
    private final Standings standings;
    private final Clock clock;

    Invitations(Sql sql, Standings standings, Clock clock) {
        this.sql = sql;
        this.standings = standings;
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

    /// The invitation of that id, if it is for that address.
    Optional<UUID> find(UUID id, String emailHash) {
        return sql.first(
                "SELECT id FROM invitation WHERE id = ? AND email_hashes @> ?", row -> row.id("id"), id, new String[] {
                    emailHash
                });
    }

    /// Makes room for another invitation of the address into the team, which is locked.
    void replace(UUID team, String email) {
        sql.update("""
                UPDATE invitation
                   SET status = CASE WHEN expires_at <= ? THEN 'expired' ELSE 'revoked' END,
                       updated_at = ?, version = version + 1
                 WHERE team_id = ? AND lower(email) = ? AND status = 'open'""", clock.instant(), clock.instant(), team, email);
    }

    int countOpen(UUID team) {
        return sql.first(
                        "SELECT count(*) AS n FROM invitation WHERE team_id = ? AND status = 'open' AND expires_at > ?",
                        row -> row.number("n"),
                        team,
                        clock.instant())
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
}
