package com.tasktracker.task.live;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Admission;
import com.tasktracker.kit.feed.Freshness;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.people.PersonSummary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/// The log of what happens on boards, and who may read it.
@ApplicationScoped
class EventLog {

    /// What is read at once at most: of one place, and of all together.
    static final int MOST_OF_A_PLACE = 50;

    private static final int MOST = 1_000;

    private static final String HEAD =
            Gate.statement(" SELECT " + Gate.COLUMNS + ", m.role AS caller_role, h.seq, h.cut" + """
             FROM gate g
            LEFT JOIN (board b
                    JOIN member m ON m.team_id = b.team_id
                    JOIN board_head h ON h.board_id = b.id)
                ON b.id = ? AND b.deleted_at IS NULL AND m.person_id = g.caller_id""");

    private static final String READ = """
            SELECT w.seen, e.*, %s
            FROM unnest(?, CAST(? AS bigint[])) AS w (board_id, seen)
            CROSS JOIN LATERAL (
                SELECT a.board_id, a.seq, a.type, a.task_id, a.comment_id, a.list_id, a.actor, a.changes, a.version,
                    a.at
                FROM activity a WHERE a.board_id = w.board_id AND a.seq > w.seen ORDER BY a.seq LIMIT ?) e
            LEFT JOIN person p ON p.id = e.actor
            ORDER BY e.board_id, w.seen, e.seq LIMIT ?""".formatted(PersonSummary.columns("p"));

    private static final String JUDGE = """
            SELECT r.n, r.reason FROM (
                SELECT w.n, CASE
                    WHEN NOT f.fresh THEN 'unavailable'
                    WHEN EXISTS (SELECT FROM ended_session s WHERE s.sid = w.session) THEN 'session_ended'
                    WHEN m.person_id IS NULL THEN 'membership_ended'
                    WHEN b.deleted_at IS NOT NULL THEN 'board_deleted'
                    WHEN w.seen < h.cut THEN 'behind_the_log' END AS reason
                FROM (SELECT %s AS fresh) f
                CROSS JOIN unnest(?, ?, ?, CAST(? AS bigint[])) WITH ORDINALITY AS w (board_id, person, session, seen, n)
                LEFT JOIN board b ON b.id = w.board_id
                LEFT JOIN board_head h ON h.board_id = w.board_id
                LEFT JOIN member m ON m.team_id = b.team_id AND m.person_id = w.person) r
            WHERE r.reason IS NOT NULL""".formatted(Freshness.sql("people", "teams"));

    /// How far a board's log reaches.
    ///
    /// @param seq the number of what happened last
    /// @param cut the number up to which it has been cut
    record Head(long seq, long cut) {}

    /// A place in the log of a board: what comes behind it is wanted.
    record Place(UUID board, long seen) {}

    private final Sql sql;
    private final Gate gate;
    private final Admission admission;

    EventLog(Sql sql, Gate gate, Admission admission) {
        this.sql = sql;
        this.gate = gate;
        this.admission = admission;
    }

    /// Refuses as 404 a board that the caller does not see.
    Head head(Caller caller, UUID board) {
        return gate.first(
                        caller,
                        HEAD,
                        row -> Gate.role(row) == null ? null : new Head(row.bigNumber("seq"), row.bigNumber("cut")),
                        board)
                .orElseThrow(Problem::notFound);
    }

    /// What happened behind each of these places, in order, as far as is read at once: where there is more, the places
    /// whose turn did not come have less than there is, or nothing.
    Map<Place, List<LogEvent>> read(Collection<Place> places) {
        Map<Place, List<LogEvent>> found = new HashMap<>();
        if (places.isEmpty()) {
            return found;
        }
        sql.list(
                READ,
                row -> found.computeIfAbsent(
                                new Place(row.id("board_id"), row.bigNumber("seen")), _ -> new ArrayList<>())
                        .add(LogEvent.read(row)),
                places.stream().map(Place::board).toArray(UUID[]::new),
                places.stream().map(place -> Long.toString(place.seen())).toArray(String[]::new),
                MOST_OF_A_PLACE,
                MOST);
        return found;
    }

    /// Those of the readers who may read no more, and why. Asked after the log was read: what happened since rights
    /// were lost is not told.
    Map<Standing, End> judge(List<Standing> readers) {
        Map<Standing, End> ends = new HashMap<>();
        sql.list(
                JUDGE,
                row -> ends.put(readers.get((int) row.bigNumber("n") - 1), End.of(row.text("reason"))) == null,
                admission.staleness(),
                ids(readers, Reader::board),
                ids(readers, Reader::person),
                ids(readers, Reader::session),
                readers.stream().map(standing -> Long.toString(standing.seen())).toArray(String[]::new));
        return ends;
    }

    private static UUID[] ids(List<Standing> readers, Function<Reader, UUID> member) {
        return readers.stream().map(Standing::reader).map(member).toArray(UUID[]::new);
    }
}
