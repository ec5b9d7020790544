package com.tasktracker.team.people;

import com.tasktracker.kit.data.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The people that this service knows by the feed.
@ApplicationScoped
public class People {

    private final Sql sql;

    People(Sql sql) {
        this.sql = sql;
    }

    /// Somebody who may be made a member: not deleted, and kept from being so until the transaction ends. To be called
    /// before a team is locked, since the feed locks in that order: people, then teams.
    public Optional<UUID> holdById(UUID id) {
        return sql.first("SELECT id FROM person WHERE id = ? AND NOT deleted FOR SHARE", row -> row.id("id"), id);
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

    /// Those whose accounts were deleted and whose memberships still stand.
    public List<UUID> departing() {
        return sql.list("SELECT id FROM person WHERE deleted AND departed_at IS NULL ORDER BY id", row -> row.id("id"));
    }

    public void departed(List<UUID> people) {
        sql.update("UPDATE person SET departed_at = now() WHERE id = ANY(?)", (Object) people.toArray(UUID[]::new));
    }
}
