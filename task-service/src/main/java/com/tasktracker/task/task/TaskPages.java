package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.task.names.Names;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.position.NameKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pages of tasks: in each of the caller's teams a walk of at most page + 1 steps along an index, of which the first
/// page + 1 are shown with all that stands around them. One statement, one more where a count is wanted, and one more
/// for names that are not kept.
@ApplicationScoped
class TaskPages {

    static final SortKey CREATED_AT = SortKey.of("created_at", "t.created_at", "timestamptz");
    static final SortKey DUE_DATE = SortKey.nullable("due_date", "t.due_date", "timestamptz");
    static final SortKey POSITION = SortKey.of("position", "t.position", "text");

    static final List<SortKey> KEYS = List.of(
            CREATED_AT,
            SortKey.of("updated_at", "t.updated_at", "timestamptz"),
            DUE_DATE,
            SortKey.of("priority", "t.priority", "task_priority"),
            SortKey.of("title", "t.title_key", "text"),
            POSITION);

    private final Gate gate;
    private final Pages pages;
    private final Names names;

    TaskPages(Gate gate, Pages pages, Names names) {
        this.gate = gate;
        this.pages = pages;
        this.names = names;
    }

    private record Seen(TaskRow task, long namesAt) {}

    Page<TaskView> list(Caller caller, TaskFilter filter, PageRequest page) {
        Walk walk = Walk.of(filter, page);
        List<Seen> seen = gate.list(
                caller, statement(walk), TaskPages::seen, walk.parameters().toArray());
        List<TaskView> views = named(seen);
        return pages.page(
                page,
                views,
                view -> place(view, page.ordering().key()),
                page.includesCount() ? count(caller, filter) : null);
    }

    /// The rows come in the order of the walk: they are joined to the one row of the gate.
    static String statement(Walk walk) {
        return Gate.statement(" SELECT " + Gate.COLUMNS + ", " + Names.COLUMN + ", " + TaskRow.COLUMNS
                + " FROM gate g LEFT JOIN LATERAL (" + walk.statement() + ") t ON true");
    }

    private static @Nullable Seen seen(Row row) throws SQLException {
        return row.idOrNull("id") == null ? null : new Seen(TaskRow.read(row), row.bigNumber("names_at"));
    }

    private List<TaskView> named(List<Seen> seen) {
        if (seen.isEmpty()) {
            return List.of();
        }
        List<TaskRow> tasks = seen.stream().map(Seen::task).toList();
        Names.Known known = names.of(seen.getFirst().namesAt, TaskRow.namedBy(tasks));
        return tasks.stream().map(task -> task.view(known)).toList();
    }

    private static Pages.Placed<TaskView> place(TaskView task, SortKey key) {
        String value = switch (key.name()) {
            case "created_at" -> task.createdAt().toString();
            case "updated_at" -> task.updatedAt().toString();
            case "due_date" -> task.dueDate() == null ? null : task.dueDate().toString();
            case "priority" -> task.priority().text();
            case "title" -> NameKey.of(task.title());
            case "position" -> task.position();
            default -> throw new IllegalArgumentException("no task is placed by " + key);
        };
        return new Pages.Placed<>(task, value, task.id());
    }

    private int count(Caller caller, TaskFilter filter) {
        Query query = counted(filter);
        return gate.count(caller, query.text(), query.parameters().toArray());
    }

    /// What is counted, to be put behind `SELECT 1`.
    record Query(String text, List<@Nullable Object> parameters) {}

    /// Team by team, as pages are read: counting ends where it has enough, and reads no tasks of other teams.
    static Query counted(TaskFilter filter) {
        TaskFilter.Conditions onMember = filter.onMember();
        TaskFilter.Conditions onTask = filter.onTask();
        List<@Nullable Object> parameters = new ArrayList<>();
        String terms = "";
        if (filter.asksForTerms()) {
            terms = " JOIN task_terms s ON s.task_id = t.id AND s.terms @@ " + filter.termsOfTeam();
            parameters.add(filter.terms());
        }
        parameters.addAll(onTask.parameters());
        parameters.addAll(onMember.parameters());
        String query = "FROM member m CROSS JOIN LATERAL (SELECT 1 FROM task t" + terms + " WHERE " + onTask.text()
                + " LIMIT " + (Pages.EXACT_UP_TO + 1) + ") t WHERE m.person_id = g.caller_id"
                + (onMember.text().isEmpty() ? "" : " AND " + onMember.text());
        return new Query(query, parameters);
    }
}
