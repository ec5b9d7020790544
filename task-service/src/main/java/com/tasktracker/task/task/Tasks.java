package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.names.Names;
import com.tasktracker.task.people.Departures;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.people.Role;
import com.tasktracker.task.position.Position;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds tasks, and holds those that are to be changed. What a caller may not see is not found here.
///
/// Within a transaction locks are taken in one order: the assignee's membership, tasks, lists, and last the counters of
/// boards; several of a kind by their ids.
@ApplicationScoped
class Tasks implements Backing {

    private static final String FIND = Gate.statement(
            " SELECT " + Gate.COLUMNS + ", " + Names.COLUMN + ", m.role AS caller_role, " + TaskRow.COLUMNS + """
             FROM gate g
            LEFT JOIN (task t
                    JOIN member m ON m.team_id = t.team_id
                    JOIN board b ON b.id = t.board_id AND b.deleted_at IS NULL)
                ON t.id = ? AND t.deleted_at IS NULL AND m.person_id = g.caller_id""");

    /// Also where it, or its board, was deleted since.
    private static final String FIND_CREATED = Gate.statement(
            " SELECT " + Gate.COLUMNS + ", " + Names.COLUMN + ", m.role AS caller_role, " + TaskRow.COLUMNS + """
             FROM gate g
            LEFT JOIN (task t JOIN member m ON m.team_id = t.team_id)
                ON t.id = ? AND m.person_id = g.caller_id""");

    /// The membership of whoever is to be assigned is locked before the task, as the feed does that takes it away.
    private static final String OPEN = Gate.statement("""
            , assignee AS (
                SELECT am.role, am.membership_id FROM task x JOIN member am ON am.team_id = x.team_id
                WHERE x.id = ? AND am.person_id = ? FOR SHARE OF am),
            t AS (
                SELECT t.* FROM task t
                WHERE (SELECT count(*) FROM assignee) >= 0 AND t.id = ? AND (t.deleted_at IS NULL OR ?)
                    AND EXISTS (SELECT FROM member m JOIN gate ON m.person_id = gate.caller_id
                        WHERE m.team_id = t.team_id)
                FOR NO KEY UPDATE OF t)
             SELECT\s""" + Gate.COLUMNS + ", m.role AS caller_role, "
            + TaskRow.COLUMNS + ", " + TaskRow.NAMES
            + ", asg.role AS assignee_role, asg.membership_id, " + PersonSummary.columns("pa") + """
             FROM gate g
            LEFT JOIN (t
                    JOIN member m ON m.team_id = t.team_id
                    JOIN board b ON b.id = t.board_id AND b.deleted_at IS NULL
                    JOIN board_list l ON l.id = t.list_id)
                ON m.person_id = g.caller_id
            LEFT JOIN assignee asg ON true
            LEFT JOIN person pa ON pa.id = ?
            """ + TaskRow.PEOPLE);

    private static final String OPEN_ALL = """
            WITH t AS (
                SELECT t.* FROM task t
                WHERE t.id = ANY (?) AND t.deleted_at IS NULL
                    AND t.team_id IN (SELECT team_id FROM member WHERE person_id = ?)
                ORDER BY t.id FOR NO KEY UPDATE OF t)
            SELECT m.role AS caller_role,\s""" + TaskRow.COLUMNS + ", " + TaskRow.NAMES + """
             FROM t JOIN member m ON m.team_id = t.team_id AND m.person_id = ?
            JOIN board b ON b.id = t.board_id AND b.deleted_at IS NULL
            JOIN board_list l ON l.id = t.list_id
            """ + TaskRow.PEOPLE;

    private static final String CANDIDATES = """
            SELECT am.team_id, am.person_id, am.role AS assignee_role, am.membership_id,\s""" + PersonSummary.columns("pa") + """
             FROM member am LEFT JOIN person pa ON pa.id = am.person_id
            WHERE am.person_id = ANY (?) AND am.team_id IN (SELECT team_id FROM member WHERE person_id = ?)
            ORDER BY am.person_id, am.team_id FOR SHARE OF am""";

    private static final String PREPARE = Gate.statement(" SELECT " + Gate.COLUMNS
            + ", m.role AS caller_role, b.id AS board_id, b.name AS board_name, b.team_id, l.id AS list_id, "
            + "l.name AS list_name, l.status AS list_status, l.position, " + PersonSummary.columns("me") + "%s" + """
             FROM gate g
            LEFT JOIN (board b
                    JOIN member m ON m.team_id = b.team_id
                    JOIN board_list l ON l.board_id = b.id)
                ON b.id = ? AND b.deleted_at IS NULL AND m.person_id = g.caller_id
            LEFT JOIN person me ON me.id = g.caller_id%s""");

    private static final String PREPARE_UNASSIGNED = PREPARE.formatted("", "");

    /// The statement that creates the task holds the membership, and finds out whether it has ended since.
    private static final String PREPARE_ASSIGNED =
            PREPARE.formatted(", am.role AS assignee_role, am.membership_id, " + PersonSummary.columns("pa"), """

            LEFT JOIN member am ON am.team_id = b.team_id AND am.person_id = ?
            LEFT JOIN person pa ON pa.id = am.person_id""");

    private static final String SLOTS = """
            SELECT b.id AS board_id, b.name AS board_name, b.team_id, l.id AS list_id, l.name AS list_name,
                l.status AS list_status, l.position
            FROM board b JOIN board_list l ON l.board_id = b.id
            WHERE b.id = %s AND b.deleted_at IS NULL""";

    private static final String SLOTS_OF_BOARD = SLOTS.formatted("?");
    private static final String SLOTS_OF_LIST = SLOTS.formatted("(SELECT board_id FROM board_list WHERE id = ?)");

    /// The feed, which ends memberships, never waits for a task while it does, so that this may come after the task.
    private static final String HOLDER = """
            SELECT m.membership_id FROM member m LEFT JOIN person p ON p.id = m.person_id
            WHERE m.person_id = ? AND m.team_id = ? AND\s""" + Departures.MAY_HOLD_TASKS + " FOR SHARE OF m";

    private static final String HOLDERS = """
            SELECT m.team_id, m.person_id, m.membership_id FROM member m LEFT JOIN person p ON p.id = m.person_id
            WHERE m.person_id = ANY (?) AND m.team_id = ANY (?) AND %s
            ORDER BY m.person_id, m.team_id FOR SHARE OF m""".formatted(Departures.MAY_HOLD_TASKS);

    /// A task as a caller finds it.
    ///
    /// @param candidate who is to be assigned, where that was asked and may be
    record Found(Task task, Role role, @Nullable Assignee candidate) {}

    /// A board on which a caller is to create a task.
    record Prepared(
            Slots slots,
            Role role,
            PersonSummary creator,
            @Nullable Assignee candidate) {}

    private final Sql sql;
    private final Gate gate;
    private final Names names;
    private final TaskTable table;
    private final ListOrder order;

    Tasks(Sql sql, Gate gate, Names names, TaskTable table, ListOrder order) {
        this.sql = sql;
        this.gate = gate;
        this.names = names;
        this.table = table;
        this.order = order;
    }

    /// The task as it is; refuses as 404.
    TaskView visibleTo(Caller caller, UUID id) {
        return find(FIND, caller, id);
    }

    /// The task that a repeated request created, as it is, be it in the trash by now.
    TaskView createdBy(Caller caller, UUID id) {
        return find(FIND_CREATED, caller, id);
    }

    private record Seen(TaskRow task, long namesAt) {}

    private TaskView find(String statement, Caller caller, UUID id) {
        Seen seen = gate.first(caller, statement, Tasks::seen, id).orElseThrow(Problem::notFound);
        return seen.task.view(names.of(seen.namesAt, TaskRow.namedBy(List.of(seen.task))));
    }

    private static @Nullable Seen seen(Row row) throws SQLException {
        return Gate.role(row) == null ? null : new Seen(TaskRow.read(row), row.bigNumber("names_at"));
    }

    /// The task, locked until the transaction ends, so that its changes come one after the other. The membership of
    /// whoever is to be assigned is held, so that it cannot end at the same moment.
    @Override
    public Found opened(Caller caller, UUID id, @Nullable UUID assignee) {
        return opened(caller, id, assignee, false);
    }

    /// The same, be it in the trash.
    Found openedWithTrash(Caller caller, UUID id) {
        return opened(caller, id, null, true);
    }

    private Found opened(Caller caller, UUID id, @Nullable UUID assignee, boolean includesDeleted) {
        return gate.first(
                        caller,
                        OPEN,
                        row -> {
                            Role role = Gate.role(row);
                            return role == null
                                    ? null
                                    : new Found(TaskRow.taskWithNames(row), role, candidate(row, assignee));
                        },
                        id,
                        assignee,
                        id,
                        includesDeleted,
                        assignee)
                .orElseThrow(Problem::notFound);
    }

    /// Those of these tasks that the caller sees, locked in the order of their ids; without a candidate.
    Map<UUID, Found> allOpened(Caller caller, UUID[] ids) {
        Map<UUID, Found> opened = new HashMap<>();
        if (ids.length == 0) {
            return opened;
        }
        sql.list(
                        OPEN_ALL,
                        row -> new Found(TaskRow.taskWithNames(row), Role.of(row.text("caller_role")), null),
                        ids,
                        caller.id(),
                        caller.id())
                .forEach(found -> opened.put(found.task().id(), found));
        return opened;
    }

    /// Who may be assigned to tasks of a team.
    record Candidacy(UUID team, UUID person) {}

    /// Which of these people may be assigned to tasks in which of the caller's teams; their memberships are held.
    Map<Candidacy, Assignee> candidates(Caller caller, UUID[] people) {
        Map<Candidacy, Assignee> candidates = new HashMap<>();
        if (people.length == 0) {
            return candidates;
        }
        sql.list(
                CANDIDATES,
                row -> {
                    UUID person = row.id("person_id");
                    Assignee assignee = candidate(row, person);
                    if (assignee != null) {
                        candidates.put(new Candidacy(row.id("team_id"), person), assignee);
                    }
                    return true;
                },
                people,
                caller.id());
        return candidates;
    }

    private static @Nullable Assignee candidate(Row row, @Nullable UUID person) throws SQLException {
        String role = row.textOrNull("assignee_role");
        if (person == null || role == null || !Role.of(role).worksOnTasks() || row.flag("pa_deleted")) {
            return null;
        }
        return new Assignee(PersonSummary.read(row, person, "pa"), row.id("membership_id"));
    }

    @Override
    public Optional<Assignee> stillAllowed(UUID team, Assignee holder) {
        return sql.first(
                HOLDER,
                row -> new Assignee(holder.person(), row.id("membership_id")),
                holder.person().id(),
                team);
    }

    /// Those of these people who may hold tasks of these teams, by their memberships, which are held.
    Map<Candidacy, UUID> holders(UUID[] people, UUID[] teams) {
        Map<Candidacy, UUID> memberships = new HashMap<>();
        if (people.length == 0) {
            return memberships;
        }
        sql.list(
                HOLDERS,
                row -> memberships.put(new Candidacy(row.id("team_id"), row.id("person_id")), row.id("membership_id")),
                people,
                teams);
        return memberships;
    }

    private record Line(Slot slot, String position, UUID boardId, String boardName, UUID teamId) {}

    @Override
    public Optional<Prepared> prepared(Caller caller, UUID board, @Nullable UUID assignee) {
        List<Prepared> prepared = new ArrayList<>(1);
        List<Line> lines = gate.list(
                caller,
                assignee == null ? PREPARE_UNASSIGNED : PREPARE_ASSIGNED,
                row -> {
                    Role role = Gate.role(row);
                    if (role == null) {
                        return null;
                    }
                    Line line = line(row);
                    if (prepared.isEmpty()) {
                        prepared.add(new Prepared(
                                slots(List.of(line)),
                                role,
                                PersonSummary.read(row, caller.id(), "me"),
                                assignee == null ? null : candidate(row, assignee)));
                    }
                    return line;
                },
                assignee == null ? new Object[] {board} : new Object[] {board, assignee});
        return prepared.stream()
                .map(one -> new Prepared(slots(lines), one.role(), one.creator(), one.candidate()))
                .findFirst();
    }

    @Override
    public Slots slotsOfBoard(UUID board) {
        return slots(sql.list(SLOTS_OF_BOARD, Tasks::line, board));
    }

    /// The board of a list with all its lists; empty where there is no such list, or its board is deleted.
    Optional<Slots> slotsOfList(UUID list) {
        List<Line> lines = sql.list(SLOTS_OF_LIST, Tasks::line, list);
        return lines.isEmpty() ? Optional.empty() : Optional.of(slots(lines));
    }

    private static Line line(Row row) throws SQLException {
        return new Line(
                Slot.read(row), row.text("position"), row.id("board_id"), row.text("board_name"), row.id("team_id"));
    }

    private static Slots slots(List<Line> lines) {
        Line first = lines.getFirst();
        return new Slots(
                first.boardId(),
                first.boardName(),
                first.teamId(),
                lines.stream()
                        .sorted(Comparator.comparing(Line::position))
                        .map(Line::slot)
                        .toList());
    }

    @Override
    public void leave(UUID list) {
        order.leave(list);
    }

    @Override
    public Position change(UUID from, UUID to) {
        return order.change(from, to);
    }

    @Override
    public Task create(Task.State draft, Journal.Entries entries) {
        Position position = table.create(draft, entries)
                .orElseThrow(() -> order.refusal(draft.place().listId()));
        return new Task(draft, position);
    }

    @Override
    public void save(Task task, Happening done, Journal.Entries entries) {
        table.save(task, done, entries);
    }
}
