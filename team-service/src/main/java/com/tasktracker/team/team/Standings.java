package com.tasktracker.team.team;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Admission;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// Finds out what a caller is to a team, in one statement that settles the session and the staleness too. A team that
/// the caller is no member of is not found, whether it exists or not.
@ApplicationScoped
public class Standings {

    private static final String FIND = """
            SELECT m.role, t.owner_id = m.person_id AS is_owner
              FROM team t JOIN member m ON m.team_id = t.id
             WHERE t.id = ? AND m.person_id = ?""";

    private static final String READ = admitting(FIND);

    /// Both rows are locked, the team's first, so that a role which changed while we waited is seen as it became.
    private static final String LOCK = admitting(FIND + " FOR UPDATE OF t, m");

    private static String admitting(String find) {
        return "SELECT " + Admission.columns("people") + ", m.* FROM (VALUES (1)) AS once LEFT JOIN (" + find
                + ") AS m ON true";
    }

    private final Sql sql;
    private final Admission admission;

    Standings(Sql sql, Admission admission) {
        this.sql = sql;
        this.admission = admission;
    }

    /// For reads.
    public Standing of(Caller caller, UUID team) {
        return find(READ, caller, team);
    }

    /// For changes: nothing about the team, its members and its invitations changes from here on until the transaction
    /// ends, but by us.
    public Standing lock(Caller caller, UUID team) {
        return find(LOCK, caller, team);
    }

    /// For changes of somebody who is no member: locks the team as [#lock(Caller, UUID)] does.
    public void lock(UUID team) {
        if (sql.first("SELECT id FROM team WHERE id = ? FOR UPDATE", row -> row.id("id"), team)
                .isEmpty()) {
            throw Problem.notFound();
        }
    }

    private Standing find(String statement, Caller caller, UUID team) {
        return sql.first(statement, this::standing, caller.session(), admission.staleness(), team, caller.id())
                .orElseThrow()
                .orElseThrow(Problem::notFound);
    }

    private Optional<Standing> standing(Row row) throws SQLException {
        admission.check(row);
        String role = row.textOrNull("role");
        return role == null ? Optional.empty() : Optional.of(new Standing(Role.of(role), row.flag("is_owner")));
    }
}
