package com.tasktracker.task.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.page.Cursor;
import com.tasktracker.kit.page.Ordering;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How PostgreSQL goes about the statements of `GET /tasks`.
class PlansTest {

    private static final int PAGE = 20;
    private static final int FEW = 200_000;
    private static final int MANY = 2_000_000;
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    /// Of the second team, in which both callers are.
    private static final UUID BOARD = TaskDatabase.id(4, 7 * 4 + 1);

    private static final UUID LIST = TaskDatabase.id(5, (7 * 4 + 1) * 3 + 1);
    private static final UUID ASSIGNEE = TaskDatabase.id(1, 42);

    /// Somebody who asks.
    private record Asker(UUID id, int teams) {}

    private static final List<Asker> ASKERS =
            List.of(new Asker(TaskDatabase.id(1, 0), 1), new Asker(TaskDatabase.id(1, 1), 50));

    private static final ObjectMapper JSON = new ObjectMapper();

    /// What a plan did.
    ///
    /// @param entries of the table `task` and its indexes that were looked at
    /// @param isScan whether it went through a whole table of tasks or terms
    private record Work(double entries, boolean isScan) {}

    @Test
    void everyOrderingIsWalkedAlongAnIndex() throws Exception {
        try (TaskDatabase database = TaskDatabase.filled("plans", FEW)) {
            walkAll(database);
            searchAll(database);
            countAll(database);
        }
    }

    @Test
    @Tag("slow")
    void tenTimesAsManyTasksAreWalkedInTheSameWay() throws Exception {
        try (TaskDatabase database = TaskDatabase.filled("plans_of_many", MANY)) {
            walkAll(database);
            searchAll(database);
            countAll(database);
        }
    }

    private static void walkAll(TaskDatabase database) throws Exception {
        List<UnaryOperator<Filter>> filters = List.of(
                all -> all,
                all -> all.of(TaskStatus.IN_REVIEW),
                all -> all.assignedTo(ASSIGNEE),
                all -> all.assignedTo(null),
                all -> all.onBoard(BOARD));
        for (Asker asker : ASKERS) {
            for (UnaryOperator<Filter> filter : filters) {
                for (SortKey key : TaskPages.KEYS) {
                    if (!key.equals(TaskPages.POSITION)) {
                        walk(database, asker, filter.apply(new Filter()), key);
                    }
                }
            }
            walk(database, asker, new Filter().inList(LIST), TaskPages.POSITION);
        }
    }

    private static void walk(TaskDatabase database, Asker asker, Filter filter, SortKey key) throws Exception {
        List<@Nullable Cursor> cursors = new ArrayList<>(database.cursors(key));
        cursors.add(null);
        for (Cursor cursor : cursors) {
            for (boolean isDescending : List.of(false, true)) {
                PageRequest page = page(new Ordering(key, isDescending), cursor);
                Work work = work(database, asker, filter.filter(), page);
                assertThat(work)
                        .as(
                                "%s by %s%s from %s for %d teams",
                                filter, isDescending ? "-" : "", key, cursor, asker.teams)
                        .satisfies(done -> assertThat(done.isScan()).isFalse())
                        .satisfies(
                                done -> assertThat(done.entries()).isLessThanOrEqualTo(asker.teams() * (PAGE + 1.0)));
            }
        }
    }

    /// Filters that no index serves alone read what the caller's teams have of them, and never all tasks.
    private static void searchAll(TaskDatabase database) throws Exception {
        List<Filter> filters = List.of(
                new Filter().searching("abc"),
                new Filter().labelled("label3"),
                new Filter().labelled("label3").searching("task").of(TaskStatus.TODO),
                new Filter().of(TaskStatus.TODO).of(TaskStatus.DONE).assignedTo(ASSIGNEE),
                new Filter().onBoard(BOARD).of(TaskStatus.TODO).overdue(),
                new Filter().inTheTrash());
        for (Asker asker : ASKERS) {
            for (Filter filter : filters) {
                for (SortKey key : TaskPages.KEYS.subList(0, TaskPages.KEYS.size() - 1)) {
                    Work work = work(database, asker, filter.filter(), page(new Ordering(key, true), null));
                    assertThat(work.isScan())
                            .as("%s by %s for %d teams", filter, key, asker.teams)
                            .isFalse();
                }
            }
        }
    }

    private static void countAll(TaskDatabase database) throws Exception {
        for (Asker asker : ASKERS) {
            TaskPages.Query query = TaskPages.counted(new Filter().filter());
            Work work = read(database.explain(Gate.counting(query.text()), asker.id(), query.parameters()));
            assertThat(work.isScan()).isFalse();
            assertThat(work.entries()).isLessThan(11_000);
        }
    }

    private static PageRequest page(Ordering ordering, @Nullable Cursor cursor) {
        return new PageRequest(PAGE, ordering, cursor, false, "/tasks", "");
    }

    private static Work work(TaskDatabase database, Asker asker, TaskFilter filter, PageRequest page) throws Exception {
        Walk walk = Walk.of(filter, page);
        return read(database.explain(TaskPages.statement(walk), asker.id(), walk.parameters()));
    }

    private static Work read(String plan) throws Exception {
        Work[] work = {new Work(0, false)};
        visit(JSON.readTree(plan).get(0).get("Plan"), work);
        return work[0];
    }

    private static void visit(JsonNode node, Work[] sum) {
        String table = node.path("Relation Name").asText();
        String type = node.path("Node Type").asText();
        boolean isOfTasks = table.equals("task") || table.equals("task_terms");
        double entries = !table.equals("task")
                ? 0
                : node.path("Actual Loops").asDouble()
                        * (node.path("Actual Rows").asDouble()
                                + node.path("Rows Removed by Filter").asDouble()
                                + node.path("Rows Removed by Index Recheck").asDouble());
        sum[0] = new Work(sum[0].entries + entries, sum[0].isScan || (isOfTasks && type.equals("Seq Scan")));
        node.path("Plans").forEach(child -> visit(child, sum));
    }

    /// Makes filters, of what is asked for here.
    private record Filter(
            Set<TaskStatus> statuses,
            Set<UUID> assignees,
            boolean isUnassigned,
            Set<UUID> boards,
            Set<UUID> lists,
            Set<String> labels,
            String words,
            boolean isOverdue,
            boolean isDeleted) {

        Filter() {
            this(Set.of(), Set.of(), false, Set.of(), Set.of(), Set.of(), "", false, false);
        }

        Filter of(TaskStatus status) {
            Set<TaskStatus> more = new HashSet<>(statuses);
            more.add(status);
            return new Filter(more, assignees, isUnassigned, boards, lists, labels, words, isOverdue, isDeleted);
        }

        Filter assignedTo(@Nullable UUID person) {
            return new Filter(
                    statuses,
                    person == null ? Set.of() : Set.of(person),
                    person == null,
                    boards,
                    lists,
                    labels,
                    words,
                    isOverdue,
                    isDeleted);
        }

        Filter onBoard(UUID board) {
            return new Filter(
                    statuses, assignees, isUnassigned, Set.of(board), lists, labels, words, isOverdue, isDeleted);
        }

        Filter inList(UUID list) {
            return new Filter(
                    statuses, assignees, isUnassigned, boards, Set.of(list), labels, words, isOverdue, isDeleted);
        }

        Filter labelled(String label) {
            return new Filter(
                    statuses, assignees, isUnassigned, boards, lists, Set.of(label), words, isOverdue, isDeleted);
        }

        Filter searching(String text) {
            return new Filter(
                    statuses, assignees, isUnassigned, boards, lists, labels, Terms.query(text), isOverdue, isDeleted);
        }

        Filter overdue() {
            return new Filter(statuses, assignees, isUnassigned, boards, lists, labels, words, true, isDeleted);
        }

        Filter inTheTrash() {
            return new Filter(statuses, assignees, isUnassigned, boards, lists, labels, words, isOverdue, true);
        }

        TaskFilter filter() {
            return new TaskFilter(
                    statuses,
                    Set.of(),
                    assignees,
                    isUnassigned,
                    Set.of(),
                    Set.of(),
                    boards,
                    lists,
                    labels,
                    null,
                    null,
                    null,
                    null,
                    null,
                    isOverdue,
                    isDeleted,
                    words,
                    NOW);
        }
    }
}
