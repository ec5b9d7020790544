package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.task.people.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pages of tasks: in each of the caller's teams a walk of at most page + 1 steps along an index, of which the first
/// page + 1 are shown with all that stands around them. One statement, and one more where a count is wanted.
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

    TaskPages(Gate gate, Pages pages) {
        this.gate = gate;
        this.pages = pages;
    }

    Page<TaskView> list(Caller caller, TaskFilter filter, PageRequest page) {
        Walk walk = Walk.of(filter, page);
        List<Pages.Placed<TaskView>> found = gate.list(
                caller,
                statement(walk, page),
                TaskPages::placed,
                walk.parameters().toArray());
        return pages.page(page, found, page.includesCount() ? count(caller, filter) : null);
    }

    static String statement(Walk walk, PageRequest page) {
        return Gate.statement(" SELECT " + Gate.COLUMNS + ", " + TaskRows.COLUMNS + ", "
                + Pages.columns(page, "t.id") + " FROM gate g LEFT JOIN LATERAL (" + walk.statement() + ") t ON true"
                + " LEFT JOIN board b ON b.id = t.board_id LEFT JOIN board_list l ON l.id = t.list_id"
                + TaskRows.PEOPLE + Pages.order(page, "t.id"));
    }

    private static Pages.@Nullable Placed<TaskView> placed(Row row) throws SQLException {
        return row.idOrNull("page_id") == null
                ? null
                : Pages.<TaskView>row(each -> TaskView.of(TaskRows.task(each))).map(row);
    }

    private int count(Caller caller, TaskFilter filter) {
        TaskFilter.Conditions onMember = filter.onMember();
        TaskFilter.Conditions onTask = filter.onTask();
        List<@Nullable Object> parameters = new ArrayList<>(onMember.parameters());
        String terms = "";
        if (filter.asksForTerms()) {
            terms = " JOIN task_terms s ON s.task_id = t.id AND s.terms @@ " + filter.termsOfTeam();
            parameters.addFirst(filter.terms());
        }
        parameters.addAll(onTask.parameters());
        String query = "FROM member m JOIN task t ON t.team_id = m.team_id" + terms + " WHERE m.person_id = g.caller_id"
                + (onMember.text().isEmpty() ? "" : " AND " + onMember.text()) + " AND " + onTask.text();
        return gate.count(caller, query, parameters.toArray());
    }
}
