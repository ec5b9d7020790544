package com.tasktracker.task.task;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.position.NameKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes tasks, and the terms by which they are found.
@ApplicationScoped
class TaskTable {

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

    private final Sql sql;

    TaskTable(Sql sql) {
        this.sql = sql;
    }

    void add(Task task) {
        sql.update(INSERT, added(task));
    }

    /// In one round trip.
    void addAll(List<Task> all) {
        if (!all.isEmpty()) {
            sql.updateEach(INSERT, all.stream().map(TaskTable::added).toList());
        }
    }

    /// A task that is locked by this transaction.
    void save(Task task) {
        sql.update(UPDATE, saved(task));
        if (task.hasNewTerms()) {
            sql.update(PUT_TERMS, task.id(), Terms.of(task));
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
                            .map(task -> new @Nullable Object[] {task.id(), Terms.of(task)})
                            .toList());
        }
    }

    private static @Nullable Object[] added(Task task) {
        List<@Nullable Object> columns = new ArrayList<>();
        columns.add(task.id());
        columns.add(task.teamId());
        addWhatMayChange(columns, task);
        columns.addAll(Arrays.asList(
                task.createdBy().id(), task.createdAt(), task.updatedAt(), task.completedAt(), Terms.of(task)));
        return columns.toArray();
    }

    private static @Nullable Object[] saved(Task task) {
        List<@Nullable Object> columns = new ArrayList<>();
        addWhatMayChange(columns, task);
        columns.addAll(
                Arrays.asList(task.updatedAt(), task.completedAt(), task.deletedAt(), task.version(), task.id()));
        return columns.toArray();
    }

    private static void addWhatMayChange(List<@Nullable Object> columns, Task task) {
        Assignee assignee = task.assignee();
        columns.addAll(Arrays.asList(
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
                task.dueDate()));
    }
}
