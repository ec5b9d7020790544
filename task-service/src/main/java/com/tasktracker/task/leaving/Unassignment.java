package com.tasktracker.task.leaving;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.people.Departures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Takes the open tasks of a team from whoever may not hold them any longer. Nobody in particular does it: the activity
/// of the tasks names no actor.
@ApplicationScoped
class Unassignment {

    /// A live, open task `t` of a departure `d` that is held under a membership which does not allow it any longer.
    private static final String IS_LEFT_BEHIND = """
            t.team_id = d.team_id AND t.assigned_to = d.person_id AND t.deleted_at IS NULL
            AND t.status NOT IN ('done', 'cancelled')
            AND NOT EXISTS (SELECT FROM member m LEFT JOIN person p ON p.id = m.person_id
                WHERE m.person_id = t.assigned_to AND m.team_id = t.team_id
                AND m.membership_id = t.assignee_membership AND %s)""".formatted(Departures.MAY_HOLD_TASKS);

    private static final String RELEASE = """
            WITH gone AS (
                SELECT t.id, t.board_id, t.assigned_to FROM task t
                JOIN (SELECT DISTINCT team_id, person_id FROM departure WHERE id = ANY (CAST(? AS bigint[]))) d
                    ON %s
                ORDER BY t.id LIMIT ? FOR NO KEY UPDATE OF t %s)
            UPDATE task t SET assigned_to = NULL, assignee_membership = NULL, updated_at = ?, version = t.version + 1
            FROM gone WHERE t.id = gone.id
            RETURNING t.id, t.board_id, gone.assigned_to, t.version""";

    private static final String RELEASE_WAITING = RELEASE.formatted(IS_LEFT_BEHIND, "");
    private static final String RELEASE_AT_ONCE = RELEASE.formatted(IS_LEFT_BEHIND, "SKIP LOCKED");

    private static final String FORGET = """
            DELETE FROM departure d WHERE d.id = ANY (CAST(? AS bigint[])) AND d.person_id IS NOT NULL
                AND NOT EXISTS (SELECT FROM task t WHERE %s)""".formatted(IS_LEFT_BEHIND);

    private final Sql sql;

    Unassignment(Sql sql) {
        this.sql = sql;
    }

    private record Released(UUID task, UUID board, UUID person, long version) {}

    /// Releases some tasks, and forgets the departures that leave nothing more to do.
    ///
    /// @param departures ids, held by this transaction
    /// @param most tasks that are released
    /// @param waits whether it waits for tasks that somebody else is changing; else they are left for later
    void run(String[] departures, int most, boolean waits, Instant now, Journal.Entries entries) {
        List<Released> released = sql.list(
                waits ? RELEASE_WAITING : RELEASE_AT_ONCE,
                row -> new Released(row.id("id"), row.id("board_id"), row.id("assigned_to"), row.bigNumber("version")),
                departures,
                most,
                now);
        for (Released task : released) {
            entries.add(Happening.ofTask(
                    task.board(),
                    "task.updated",
                    task.task(),
                    List.of(new FieldChange("assigned_to", task.person(), null)),
                    task.version()));
        }
        sql.update(FORGET, (Object) departures);
    }
}
