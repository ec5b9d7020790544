package com.tasktracker.task.task;

import com.tasktracker.kit.page.Cursor;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds one page of tasks: in each team of the caller the next page + 1 behind the cursor, of all of them the first
/// page + 1. To be joined to `gate g`.
///
/// @param statement a `SELECT` of [TaskRow#COLUMNS] and the sort key
record Walk(String statement, List<@Nullable Object> parameters) {

    static Walk of(TaskFilter filter, PageRequest page) {
        return new Builder(filter, page).build();
    }

    /// Writes the statement; parameters are added as their places are written.
    private static final class Builder {

        private static final String COLUMNS = TaskRow.COLUMNS + ", t.title_key";

        private final TaskFilter filter;
        private final PageRequest page;
        private final SortKey key;
        private final @Nullable Cursor cursor;
        private final String than;
        private final String direction;
        private final List<@Nullable Object> parameters = new ArrayList<>();

        Builder(TaskFilter filter, PageRequest page) {
            this.filter = filter;
            this.page = page;
            this.key = page.ordering().key();
            this.cursor = page.cursor();
            boolean ascends = page.ordering().isDescending() == page.isBackward();
            this.than = ascends ? " > " : " < ";
            this.direction = ascends ? " ASC" : " DESC";
        }

        Walk build() {
            String inTeam = filter.asksForTerms() ? sorted() : isOneStretch() ? inOneStretch() : inTwoStretches();
            TaskFilter.Conditions onMember = filter.onMember();
            parameters.addAll(onMember.parameters());
            String statement = "SELECT t.* FROM member m CROSS JOIN LATERAL (" + inTeam + ") t"
                    + " WHERE m.person_id = g.caller_id"
                    + (onMember.text().isEmpty() ? "" : " AND " + onMember.text()) + Pages.order(page, "t.id")
                    + limit();
            return new Walk(statement, parameters);
        }

        /// Where there are no nulls; and with nulls at the end, as the index has them, from its beginning.
        private boolean isOneStretch() {
            return !key.isNullable() || (cursor == null && !page.ordering().isDescending());
        }

        /// Along an index that has filter, key and id.
        private String inOneStretch() {
            String from = select();
            String beyond = cursor == null ? "" : " AND " + beyondValue(cursor);
            return from + beyond + order() + limit();
        }

        /// Nulls stand at the end of the index, and last both ways: forward the values come first and then the nulls,
        /// backward the other way round. The second stretch is walked as far as the first leaves room.
        private String inTwoStretches() {
            boolean isAmongNulls = cursor != null && cursor.value() == null;
            boolean startsWithNulls = isAmongNulls;
            String first = stretch(startsWithNulls, cursor);
            boolean isLast = startsWithNulls != page.isBackward();
            if (isLast) {
                return first + limit();
            }
            String second = stretch(!startsWithNulls, null);
            return "WITH first AS MATERIALIZED (" + first + limit() + ") SELECT * FROM first UNION ALL (SELECT * FROM ("
                    + second + limit() + ") more LIMIT greatest(0, " + page.limit()
                    + " - (SELECT count(*) FROM first)))";
        }

        private String stretch(boolean isOfNulls, @Nullable Cursor from) {
            String select = select() + " AND " + key.expression() + (isOfNulls ? " IS NULL" : " IS NOT NULL");
            if (from == null) {
                return select + order();
            }
            if (isOfNulls) {
                parameters.add(from.id());
                return select + " AND t.id" + than + "CAST(? AS uuid)" + order();
            }
            return select + " AND " + beyondValue(from) + order();
        }

        private String beyondValue(Cursor from) {
            parameters.add(from.value());
            if (isUnique()) {
                return key.expression() + than + "CAST(? AS " + key.type() + ")";
            }
            parameters.add(from.id());
            return "(" + key.expression() + ", t.id)" + than + "(CAST(? AS " + key.type() + "), CAST(? AS uuid))";
        }

        /// What is found by its terms is sorted: it has no order of its own.
        private String sorted() {
            parameters.add(filter.terms());
            TaskFilter.Conditions onTask = filter.onTask();
            parameters.addAll(onTask.parameters());
            Pages.Tail tail = Pages.tail(page, "t.id");
            parameters.addAll(tail.parameters());
            return "SELECT * FROM (SELECT " + COLUMNS + " FROM task_terms s JOIN task t ON t.id = s.task_id"
                    + " WHERE s.terms @@ " + filter.termsOfTeam() + " AND " + onTask.text() + " OFFSET 0) t WHERE true"
                    + tail.statement();
        }

        private String select() {
            TaskFilter.Conditions onTask = filter.onTask();
            parameters.addAll(onTask.parameters());
            return "SELECT " + COLUMNS + " FROM task t WHERE " + onTask.text();
        }

        /// A constant, by which the planner sees that a walk ends soon: it takes a parameter for a tenth of all.
        private String limit() {
            return " LIMIT " + page.limit();
        }

        /// No two live tasks stand in one place of the one list that is ordered by it.
        private boolean isUnique() {
            return key.equals(TaskPages.POSITION) && !filter.isDeleted();
        }

        /// That nobody holds a task is a condition that the planner takes for no constant unless it is ordered by.
        private String order() {
            String held = filter.isUnassignedAlone() ? "t.assigned_to" + direction + ", " : "";
            return " ORDER BY " + held + key.expression() + direction + (isUnique() ? "" : ", t.id" + direction);
        }
    }
}
