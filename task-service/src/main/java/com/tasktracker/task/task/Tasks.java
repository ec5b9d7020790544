package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.people.Role;
import com.tasktracker.task.position.NameKey;
import com.tasktracker.task.workflow.TaskStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tasks in the database. What a caller may not see is not found here.
///
/// Within a transaction locks are taken in one order: the assignee's membership, tasks, lists, and last the counters of
/// boards; several of a kind by their ids.
@ApplicationScoped
class Tasks {

    private static final String FIND = Gate.statement(
            " SELECT " + Gate.COLUMNS + ", m.role AS caller_role, " + TaskRows.COLUMNS + """
             FROM gate g
            LEFT JOIN (task t
                    JOIN member m ON m.team_id = t.team_id
                    JOIN board b ON b.id = t.board_id AND b.deleted_at IS NULL
                    JOIN board_list l ON l.id = t.list_id)
                ON t.id = ? AND t.deleted_at IS NULL AND m.person_id = g.caller_id
            """ + TaskRows.PEOPLE);

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
            + TaskRows.COLUMNS
            + ", asg.role AS assignee_role, asg.membership_id, " + PersonSummary.columns("pa") + """
             FROM gate g
            LEFT JOIN (t
                    JOIN member m ON m.team_id = t.team_id
                    JOIN board b ON b.id = t.board_id AND b.deleted_at IS NULL
                    JOIN board_list l ON l.id = t.list_id)
                ON m.person_id = g.caller_id
            LEFT JOIN assignee asg ON true
            LEFT JOIN person pa ON pa.id = ?
            """ + TaskRows.PEOPLE);

    private static final String PREPARE = Gate.statement(
            """
            , assignee AS (
                SELECT am.role, am.membership_id FROM board x JOIN member am ON am.team_id = x.team_id
                WHERE x.id = ? AND am.person_id = ? FOR SHARE OF am)
             SELECT\s""" + Gate.COLUMNS + ", m.role AS caller_role, b.id AS board_id, b.name AS board_name, b.team_id, "
                    + "l.id AS list_id, l.name AS list_name, l.status AS list_status, "
                    + "asg.role AS assignee_role, asg.membership_id, "
                    + PersonSummary.columns("pa") + ", " + PersonSummary.columns("me") + """
             FROM gate g
            LEFT JOIN (board b
                    JOIN member m ON m.team_id = b.team_id
                    JOIN board_list l ON l.board_id = b.id)
                ON b.id = ? AND b.deleted_at IS NULL AND m.person_id = g.caller_id
            LEFT JOIN assignee asg ON true
            LEFT JOIN person pa ON pa.id = ?
            LEFT JOIN person me ON me.id = g.caller_id
            ORDER BY l.position""");

    private static final String SLOTS = """
            SELECT b.id AS board_id, b.name AS board_name, b.team_id, l.id AS list_id, l.name AS list_name,
                l.status AS list_status
            FROM board b JOIN board_list l ON l.board_id = b.id
            WHERE b.id = %s AND b.deleted_at IS NULL ORDER BY l.position""";

    private static final String SLOTS_OF_BOARD = SLOTS.formatted("?");
    private static final String SLOTS_OF_LIST = SLOTS.formatted("(SELECT board_id FROM board_list WHERE id = ?)");

    private static final String INSERT = """
            WITH new AS (
                INSERT INTO task (id, team_id, board_id, list_id, position, title, title_key, description, status,
                    priority, assigned_to, assignee_membership, labels, due_date, created_by, created_at, updated_at,
                    completed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS task_status), CAST(? AS task_priority), ?, ?, ?, ?, ?, ?, ?, ?)
                RETURNING id)
            INSERT INTO task_terms (task_id, terms) SELECT id, array_to_tsvector(?) FROM new""";

    private static final String UPDATE = """
            UPDATE task SET board_id = ?, list_id = ?, position = ?, title = ?, title_key = ?, description = ?,
                status = CAST(? AS task_status), priority = CAST(? AS task_priority), assigned_to = ?,
                assignee_membership = ?, labels = ?, due_date = ?, updated_at = ?, completed_at = ?, deleted_at = ?,
                version = ?
            WHERE id = ?""";

    private static final String PUT_TERMS = """
            INSERT INTO task_terms AS s (task_id, terms) VALUES (?, array_to_tsvector(?))
            ON CONFLICT (task_id) DO UPDATE SET terms = excluded.terms""";

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

    Tasks(Sql sql, Gate gate) {
        this.sql = sql;
        this.gate = gate;
    }

    /// The task as it is; refuses as 404.
    TaskView visibleTo(Caller caller, UUID id) {
        return gate.first(caller, FIND, row -> Gate.role(row) == null ? null : TaskView.of(TaskRows.task(row)), id)
                .orElseThrow(Problem::notFound);
    }

    /// The task, locked until the transaction ends, so that its changes come one after the other. Refuses as 404.
    ///
    /// @param assignee who is to be assigned: their membership is held, so that it cannot end at the same moment;
    ///     `null` where nobody is
    /// @param includesDeleted whether a task in the trash is found too
    Found openedBy(Caller caller, UUID id, @Nullable UUID assignee, boolean includesDeleted) {
        return gate.first(
                        caller,
                        OPEN,
                        row -> {
                            Role role = Gate.role(row);
                            return role == null ? null : new Found(TaskRows.task(row), role, candidate(row, assignee));
                        },
                        id,
                        assignee,
                        id,
                        includesDeleted,
                        assignee)
                .orElseThrow(Problem::notFound);
    }

    private static @Nullable Assignee candidate(Row row, @Nullable UUID person) throws SQLException {
        String role = row.textOrNull("assignee_role");
        if (person == null || role == null || !Role.of(role).worksOnTasks()) {
            return null;
        }
        return new Assignee(PersonSummary.read(row, person, "pa"), row.id("membership_id"));
    }

    private record Line(Slot slot, UUID boardId, String boardName, UUID teamId) {}

    /// A board on which a task is to be created; empty where the caller does not see it.
    Optional<Prepared> prepared(Caller caller, UUID board, @Nullable UUID assignee) {
        List<Prepared> prepared = new ArrayList<>(1);
        List<Line> lines = gate.list(
                caller,
                PREPARE,
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
                                candidate(row, assignee)));
                    }
                    return line;
                },
                board,
                assignee,
                board,
                assignee);
        return prepared.stream()
                .map(one -> new Prepared(slots(lines), one.role(), one.creator(), one.candidate()))
                .findFirst();
    }

    Slots slotsOfBoard(UUID board) {
        return slots(sql.list(SLOTS_OF_BOARD, Tasks::line, board));
    }

    /// The board of a list with all its lists; empty where there is no such list, or its board is deleted.
    Optional<Slots> slotsOfList(UUID list) {
        List<Line> lines = sql.list(SLOTS_OF_LIST, Tasks::line, list);
        return lines.isEmpty() ? Optional.empty() : Optional.of(slots(lines));
    }

    private static Line line(Row row) throws SQLException {
        String status = row.textOrNull("list_status");
        Slot slot = new Slot(row.id("list_id"), row.text("list_name"), status == null ? null : TaskStatus.of(status));
        return new Line(slot, row.id("board_id"), row.text("board_name"), row.id("team_id"));
    }

    private static Slots slots(List<Line> lines) {
        Line first = lines.getFirst();
        return new Slots(
                first.boardId(),
                first.boardName(),
                first.teamId(),
                lines.stream().map(Line::slot).toList());
    }

    void add(Task task) {
        Assignee assignee = task.assignee();
        sql.update(
                INSERT,
                task.id(),
                task.teamId(),
                task.place().boardId(),
                task.place().listId(),
                task.position().text(),
                task.title(),
                NameKey.of(task.title()),
                task.description(),
                task.status().text(),
                task.priority().text(),
                assignee == null ? null : assignee.person().id(),
                assignee == null ? null : assignee.membershipId(),
                task.labels().toArray(String[]::new),
                task.dueDate(),
                task.createdBy().id(),
                task.createdAt(),
                task.updatedAt(),
                task.completedAt(),
                Terms.of(task));
    }

    /// Writes a task that is locked by this transaction.
    void save(Task task) {
        Assignee assignee = task.assignee();
        sql.update(
                UPDATE,
                task.place().boardId(),
                task.place().listId(),
                task.position().text(),
                task.title(),
                NameKey.of(task.title()),
                task.description(),
                task.status().text(),
                task.priority().text(),
                assignee == null ? null : assignee.person().id(),
                assignee == null ? null : assignee.membershipId(),
                task.labels().toArray(String[]::new),
                task.dueDate(),
                task.updatedAt(),
                task.completedAt(),
                task.deletedAt(),
                task.version(),
                task.id());
        if (task.hasNewTerms()) {
            sql.update(PUT_TERMS, task.id(), Terms.of(task));
        }
    }
}
