package com.tasktracker.task.leaving;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Deletes the boards of teams that are gone. Nobody sees them since the memberships went; as deleted boards they are
/// purged in time, and could be restored until then if the team came back out of a backup.
@ApplicationScoped
class EndedTeams {

    private static final String IS_LEFT_BEHIND = """
            b.team_id = d.team_id AND b.deleted_at IS NULL
            AND NOT EXISTS (SELECT FROM team WHERE team.id = d.team_id)""";

    private static final String DELETE = """
            WITH gone AS (
                SELECT b.id FROM board b
                JOIN (SELECT DISTINCT team_id FROM departure WHERE id = ANY (CAST(? AS bigint[]))) d ON %s
                ORDER BY b.id LIMIT ? FOR NO KEY UPDATE OF b SKIP LOCKED)
            UPDATE board b SET deleted_at = ?, updated_at = ?, version = b.version + 1
            FROM gone WHERE b.id = gone.id RETURNING b.id, b.version""".formatted(IS_LEFT_BEHIND);

    private static final String FORGET = """
            DELETE FROM departure d WHERE d.id = ANY (CAST(? AS bigint[])) AND d.person_id IS NULL
                AND NOT EXISTS (SELECT FROM board b WHERE %s)""".formatted(IS_LEFT_BEHIND);

    private final Sql sql;

    EndedTeams(Sql sql) {
        this.sql = sql;
    }

    private record Ended(UUID board, long version) {}

    /// Deletes some boards, and forgets the departures that leave nothing more to do.
    ///
    /// @param departures ids, held by this transaction
    /// @param most boards that are deleted
    void run(String[] departures, int most, Instant now, Journal.Entries entries) {
        List<Ended> ended =
                sql.list(DELETE, row -> new Ended(row.id("id"), row.bigNumber("version")), departures, most, now, now);
        for (Ended board : ended) {
            entries.add(Happening.ofBoard(
                    board.board(),
                    "board.deleted",
                    List.of(new FieldChange("deleted_at", null, now)),
                    board.version()));
        }
        sql.update(FORGET, (Object) departures);
    }
}
