package com.tasktracker.task.task;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.people.Departures;
import com.tasktracker.task.position.NameKey;
import com.tasktracker.task.position.Position;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes tasks, and the terms by which they are found.
@ApplicationScoped
class TaskTable {

    /// As the activity tells that a task was created.
    static final String CREATED = "task.created";

    private static final String COLUMNS = """
            id, team_id, board_id, list_id, title, title_key, description, status, priority, assigned_to,
            assignee_membership, labels, due_date, created_by, created_at, updated_at, completed_at, position""";

    private static final String VALUES =
            "?, ?, ?, ?, ?, ?, ?, CAST(? AS task_status), CAST(? AS task_priority), ?, ?, ?, ?, ?, ?, ?, ?, ";

    private static final String INSERT = "WITH new AS (INSERT INTO task (" + COLUMNS + ") VALUES (" + VALUES
            + "?) RETURNING id) INSERT INTO task_terms (task_id, terms) SELECT id, array_to_tsvector(?) FROM new";

    private static final String CREATE_UNASSIGNED = create("", "");

    private static final String CREATE_ASSIGNED =
            create("""
            holder AS (
                SELECT FROM member m LEFT JOIN person p ON p.id = m.person_id
                WHERE m.person_id = ? AND m.team_id = ? AND m.membership_id = ? AND\s""" + Departures.MAY_HOLD_TASKS + " FOR SHARE OF m), ", " AND EXISTS (SELECT FROM holder)");

    private static final String UPDATE = """
            UPDATE task SET board_id = ?, list_id = ?, title = ?, title_key = ?, description = ?,
                status = CAST(? AS task_status), priority = CAST(? AS task_priority), assigned_to = ?,
                assignee_membership = ?, labels = ?, due_date = ?, position = ?, updated_at = ?, completed_at = ?, deleted_at = ?,
                version = ?
            WHERE id = ?""";

    private static final String UPDATE_AND_TELL =
            "WITH saved AS (" + UPDATE + " RETURNING id), " + Journal.within("saved") + " SELECT id FROM saved";

    private static final String PUT_TERMS = """
            INSERT INTO task_terms AS s (task_id, terms) VALUES (?, array_to_tsvector(?))
            ON CONFLICT (task_id) DO UPDATE SET terms = excluded.terms""";

    /// All of a creation in one statement: each part waits for the one before, so that locks are taken in the order of
    /// [Tasks], and nothing is done where a part finds nothing: no room in the list, or a holder who has left.
    private static String create(String holder, String isHeld) {
        return "WITH " + holder + """
                place AS (
                    UPDATE board_list SET task_count = task_count + 1, tail = tail + 1
                    WHERE id = ? AND (task_limit IS NULL OR task_count < task_limit)""" + isHeld + """
                     RETURNING tail),
                new AS (INSERT INTO task (""" + COLUMNS + ") SELECT " + VALUES + Position.sqlOfWhole("tail")
                + """
                     FROM place RETURNING id, position),
                terms AS (INSERT INTO task_terms (task_id, terms) SELECT id, array_to_tsvector(?) FROM new),
                """ + Journal.within("new") + " SELECT position FROM new";
    }

    private final Sql sql;
    private final Journal journal;

    TaskTable(Sql sql, Journal journal) {
        this.sql = sql;
        this.journal = journal;
    }

    /// Puts a new task at the end of its list, holds whoever it is assigned to, and tells it; empty where the list has
    /// no room or is gone, or the holder is.
    Optional<Position> create(Task.State draft, Journal.Entries entries) {
        List<@Nullable Object> parameters = new ArrayList<>(48);
        Assignee assignee = draft.assignee();
        if (assignee != null) {
            parameters.add(assignee.person().id());
            parameters.add(draft.teamId());
            parameters.add(assignee.membershipId());
        }
        parameters.add(draft.place().listId());
        addColumns(parameters, draft);
        parameters.add(Terms.of(draft));
        parameters.addAll(journal.parameters(
                entries, Happening.ofTask(draft.place().boardId(), CREATED, draft.id(), List.of(), draft.version())));
        return sql.first(
                assignee == null ? CREATE_UNASSIGNED : CREATE_ASSIGNED,
                row -> new Position(row.text("position")),
                parameters.toArray());
    }

    /// In one round trip.
    void addAll(List<Task> all) {
        if (!all.isEmpty()) {
            sql.updateEach(INSERT, all.stream().map(TaskTable::added).toList());
        }
    }

    /// A task that is locked by this transaction, and what was done to it: in one statement where nothing else is to be
    /// told.
    void save(Task task, Happening done, Journal.Entries entries) {
        if (task.hasNewTerms()) {
            sql.update(PUT_TERMS, task.id(), Terms.of(task.state()));
        }
        if (entries.isEmpty()) {
            List<@Nullable Object> parameters = new ArrayList<>();
            parameters.addAll(Arrays.asList(saved(task)));
            parameters.addAll(journal.parameters(entries, done));
            sql.first(UPDATE_AND_TELL, _ -> true, parameters.toArray());
        } else {
            sql.update(UPDATE, saved(task));
            entries.add(done);
        }
    }

    /// Tasks that are locked by this transaction, in two round trips.
    ///
    /// @param withNewTerms those of them that are found by other terms than before
    void saveAll(Collection<Task> tasks, Collection<Task> withNewTerms) {
        if (!tasks.isEmpty()) {
            sql.updateEach(UPDATE, tasks.stream().map(TaskTable::saved).toList());
        }
        if (!withNewTerms.isEmpty()) {
            sql.updateEach(
                    PUT_TERMS,
                    withNewTerms.stream()
                            .map(task -> new @Nullable Object[] {task.id(), Terms.of(task.state())})
                            .toList());
        }
    }

    private static @Nullable Object[] added(Task task) {
        List<@Nullable Object> columns = new ArrayList<>();
        Task.State state = task.state();
        addColumns(columns, state);
        columns.add(task.position().text());
        columns.add(Terms.of(state));
        return columns.toArray();
    }

    /// But for the position.
    private static void addColumns(List<@Nullable Object> columns, Task.State task) {
        columns.add(task.id());
        columns.add(task.teamId());
        addWhatMayChange(columns, task);
        columns.addAll(Arrays.asList(task.createdBy().id(), task.createdAt(), task.updatedAt(), task.completedAt()));
    }

    private static @Nullable Object[] saved(Task task) {
        List<@Nullable Object> columns = new ArrayList<>();
        addWhatMayChange(columns, task.state());
        columns.addAll(Arrays.asList(
                task.position().text(),
                task.updatedAt(),
                task.completedAt(),
                task.deletedAt(),
                task.version(),
                task.id()));
        return columns.toArray();
    }

    private static void addWhatMayChange(List<@Nullable Object> columns, Task.State task) {
        Assignee assignee = task.assignee();
        columns.addAll(Arrays.asList(
                task.place().boardId(),
                task.place().listId(),
                task.title(),
                NameKey.of(task.title()),
                task.description(),
                task.status().text(),
                task.priority().text(),
                assignee == null ? null : assignee.person().id(),
                assignee == null ? null : assignee.membershipId(),
                task.labels().toArray(String[]::new),
                task.dueDate()));
    }
}
