package com.tasktracker.team.people;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Admission;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The people that this service knows by the feed.
@ApplicationScoped
public class People {

    private static final String SELF = "SELECT email_hash, deleted FROM person WHERE id = ?";

    private final Sql sql;
    private final Admission admission;

    People(Sql sql, Admission admission) {
        this.sql = sql;
        this.admission = admission;
    }

    /// The keyed hash of the caller's verified e-mail, if there is one. Settles session and staleness too, and that the
    /// account is not deleted: with the account all of its sessions ended.
    public Optional<String> verifiedEmail(Caller caller) {
        return self(caller, SELF);
    }

    /// As [#verifiedEmail], and keeps the caller from being deleted until the transaction ends.
    public Optional<String> holdSelf(Caller caller) {
        return self(caller, SELF + " FOR SHARE");
    }

    /// As [#holdSelf], and lets the same caller do one such thing at a time.
    public void holdSelfAlone(Caller caller) {
        self(caller, SELF + " FOR NO KEY UPDATE");
    }

    /// Whether it is deleted is asked of the row and does not choose it: whoever had to wait for the row's lock sees
    /// what it was then locked with.
    private Optional<String> self(Caller caller, String person) {
        return sql.first(
                        "SELECT " + Admission.columns("people")
                                + ", self.email_hash, coalesce(self.deleted, false) AS deleted"
                                + " FROM (VALUES (1)) AS once LEFT JOIN (" + person + ") AS self ON true",
                        row -> {
                            admission.check(row);
                            if (row.flag("deleted")) {
                                throw Problem.sessionEnded();
                            }
                            return Optional.ofNullable(row.textOrNull("email_hash"));
                        },
                        caller.session(),
                        admission.staleness(),
                        caller.id())
                .orElseThrow();
    }

    /// Somebody who may be made a member: not deleted, and kept from being so until the transaction ends. To be called
    /// before a team is locked, since the feed locks in that order: people, then teams.
    public Optional<UUID> holdById(UUID id) {
        return sql.first("SELECT id FROM person WHERE id = ? AND NOT deleted FOR SHARE", row -> row.id("id"), id);
    }

    /// As [#holdById], and lets one thing at a time be done to that person. False where there is no such person.
    public boolean holdAlone(UUID id) {
        return sql.first(
                        "SELECT id FROM person WHERE id = ? AND NOT deleted FOR NO KEY UPDATE", row -> row.id("id"), id)
                .isPresent();
    }

    /// As [#holdById].
    ///
    /// @param username in whatever case
    public Optional<UUID> holdByUsername(String username) {
        return sql.first(
                "SELECT id FROM person WHERE username = lower(?) AND NOT deleted LIMIT 1 FOR SHARE",
                row -> row.id("id"),
                username);
    }

    /// Some of those whose accounts were deleted and whose memberships still stand.
    public List<UUID> departing() {
        return sql.list(
                "SELECT id FROM person WHERE deleted AND departed_at IS NULL ORDER BY id LIMIT 100",
                row -> row.id("id"));
    }

    /// Keeps the hashes of their addresses while anything is left of those here. Before they are noted as deleted.
    public void keepAddresses(List<UUID> deleted) {
        sql.update("UPDATE person SET former_email_hash = email_hash WHERE id = ANY(?)", (Object)
                deleted.toArray(UUID[]::new));
    }

    /// As [#keepAddresses], for all whom the feed that was read anew says to be deleted.
    public void keepAddressesByRebuild() {
        sql.update("""
                UPDATE person p SET former_email_hash = p.email_hash
                  FROM person_rebuild r WHERE r.id = p.id AND r.deleted AND NOT p.deleted""");
    }

    /// Nothing is left of them.
    public void departed(List<UUID> people) {
        sql.update("UPDATE person SET departed_at = now(), former_email_hash = NULL WHERE id = ANY(?)", (Object)
                people.toArray(UUID[]::new));
    }
}
