package com.tasktracker.task.task;

import com.tasktracker.kit.data.Row;
import com.tasktracker.task.names.Names;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.workflow.TaskStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the table `task`, with the ids of what stands around it.
record TaskRow(
        UUID id,
        UUID teamId,
        UUID boardId,
        UUID listId,
        String position,
        String title,
        @Nullable String description,
        TaskStatus status,
        TaskPriority priority,
        @Nullable UUID assignedTo,
        @Nullable UUID assigneeMembership,
        List<String> labels,
        @Nullable Instant dueDate,
        int commentCount,
        UUID createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant completedAt,
        @Nullable Instant deletedAt,
        long version) {

    /// Of a table under the alias `t`.
    static final String COLUMNS =
            "t.id, t.team_id, t.board_id, t.list_id, t.position, t.title, t.description, t.status, "
                    + "t.priority, t.assigned_to, t.assignee_membership, t.labels, t.due_date, t.comment_count, t.created_by, "
                    + "t.created_at, t.updated_at, t.completed_at, t.deleted_at, t.version";

    /// The names around a task, of its board `b`, its list `l` and its [#PEOPLE], for [#taskWithNames].
    static final String NAMES = "b.name AS board_name, l.name AS list_name, " + PersonSummary.columns("a") + ", "
            + PersonSummary.columns("c");

    /// Joins the people of a task `t`.
    static final String PEOPLE =
            " LEFT JOIN person a ON a.id = t.assigned_to LEFT JOIN person c ON c.id = t.created_by ";

    static TaskRow read(Row row) throws SQLException {
        return new TaskRow(
                row.id("id"),
                row.id("team_id"),
                row.id("board_id"),
                row.id("list_id"),
                row.text("position"),
                row.text("title"),
                row.textOrNull("description"),
                TaskStatus.of(row.text("status")),
                TaskPriority.of(row.text("priority")),
                row.idOrNull("assigned_to"),
                row.idOrNull("assignee_membership"),
                row.texts("labels"),
                row.timeOrNull("due_date"),
                row.number("comment_count"),
                row.id("created_by"),
                row.time("created_at"),
                row.time("updated_at"),
                row.timeOrNull("completed_at"),
                row.timeOrNull("deleted_at"),
                row.bigNumber("version"));
    }

    /// The task, with the names that stand in the same row as [#NAMES].
    static Task taskWithNames(Row row) throws SQLException {
        TaskRow task = read(row);
        Task.State state = new Task.State(
                task.id,
                task.teamId,
                new Place(task.boardId, row.text("board_name"), task.listId, row.text("list_name")),
                task.title,
                task.description,
                task.status,
                task.priority,
                task.assignedTo == null || task.assigneeMembership == null
                        ? null
                        : new Assignee(PersonSummary.read(row, task.assignedTo, "a"), task.assigneeMembership),
                task.labels,
                task.dueDate,
                task.commentCount,
                PersonSummary.read(row, task.createdBy, "c"),
                task.createdAt,
                task.updatedAt,
                task.completedAt,
                task.deletedAt,
                task.version);
        return new Task(state, new Position(task.position));
    }

    /// The ids of all that is shown by name along with these tasks.
    static Set<UUID> namedBy(Collection<TaskRow> tasks) {
        Set<UUID> ids = new HashSet<>();
        for (TaskRow task : tasks) {
            ids.add(task.boardId);
            ids.add(task.listId);
            ids.add(task.createdBy);
            if (task.assignedTo != null) {
                ids.add(task.assignedTo);
            }
        }
        return ids;
    }

    TaskView view(Names.Known names) {
        return new TaskView(
                id,
                teamId,
                new TaskView.Ref(boardId, names.place(boardId)),
                new TaskView.Ref(listId, names.place(listId)),
                title,
                description,
                status,
                priority,
                assignedTo == null ? null : names.person(assignedTo),
                labels,
                dueDate,
                position,
                commentCount,
                status.transitions(),
                names.person(createdBy),
                createdAt,
                updatedAt,
                completedAt,
                deletedAt,
                version);
    }
}
