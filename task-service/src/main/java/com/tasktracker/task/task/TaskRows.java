package com.tasktracker.task.task;

import com.tasktracker.kit.data.Row;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.workflow.TaskStatus;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a task is selected and read: flat, with the names of all that stands around it, in one row.
final class TaskRows {

    /// Of the task itself, under the alias `t`.
    static final String OWN = "t.id, t.team_id, t.board_id, t.list_id, t.position, t.title, t.description, t.status, "
            + "t.priority, t.assigned_to, t.assignee_membership, t.labels, t.due_date, t.comment_count, t.created_by, "
            + "t.created_at, t.updated_at, t.completed_at, t.deleted_at, t.version";

    /// Of the task and what stands around it, its board `b`, its list `l` and its [#PEOPLE].
    static final String COLUMNS = OWN + ", b.name AS board_name, l.name AS list_name, " + PersonSummary.columns("a")
            + ", " + PersonSummary.columns("c");

    /// Joins the people of a task `t`.
    static final String PEOPLE =
            " LEFT JOIN person a ON a.id = t.assigned_to LEFT JOIN person c ON c.id = t.created_by ";

    private TaskRows() {}

    static Task task(Row row) throws SQLException {
        String description = row.textOrNull("description");
        return new Task(new Task.State(
                row.id("id"),
                row.id("team_id"),
                new Place(row.id("board_id"), row.text("board_name"), row.id("list_id"), row.text("list_name")),
                new Position(row.text("position")),
                row.text("title"),
                description,
                TaskStatus.of(row.text("status")),
                TaskPriority.of(row.text("priority")),
                assignee(row),
                row.texts("labels"),
                row.timeOrNull("due_date"),
                row.number("comment_count"),
                PersonSummary.read(row, row.id("created_by"), "c"),
                row.time("created_at"),
                row.time("updated_at"),
                row.timeOrNull("completed_at"),
                row.timeOrNull("deleted_at"),
                row.bigNumber("version")));
    }

    private static @Nullable Assignee assignee(Row row) throws SQLException {
        UUID id = row.idOrNull("assigned_to");
        return id == null ? null : new Assignee(PersonSummary.read(row, id, "a"), row.id("assignee_membership"));
    }
}
