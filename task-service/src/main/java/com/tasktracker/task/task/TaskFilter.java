package com.tasktracker.task.task;

import com.tasktracker.kit.text.Json;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which tasks of those that a caller sees are wanted. Of each set any member does; an empty one asks for nothing; what
/// is asked for must all hold.
///
/// @param assignees people; `includesUnassigned` stands for nobody beside them
/// @param search a `tsquery` of words, empty for none
/// @param isOverdue due before `now`, neither done nor cancelled
/// @param isDeleted those in the trash that the caller may restore, instead of those that are there
record TaskFilter(
        Set<TaskStatus> statuses,
        Set<TaskPriority> priorities,
        Set<UUID> assignees,
        boolean includesUnassigned,
        Set<UUID> creators,
        Set<UUID> teams,
        Set<UUID> boards,
        Set<UUID> lists,
        Set<String> labels,
        @Nullable Instant dueBefore,
        @Nullable Instant dueAfter,
        @Nullable Instant createdBefore,
        @Nullable Instant createdAfter,
        @Nullable Instant updatedAfter,
        boolean isOverdue,
        boolean isDeleted,
        String search,
        Instant now) {

    /// Conditions on a task `t` of a member `m`, joined by `AND`, with their parameters in order.
    record Conditions(String text, List<@Nullable Object> parameters) {}

    /// Whether it is found by its terms and not by walking along an order.
    boolean asksForTerms() {
        return !labels.isEmpty() || !search.isEmpty();
    }

    /// Whether it asks for those that nobody holds, and for nobody's beside.
    boolean isUnassignedAlone() {
        return includesUnassigned && assignees.isEmpty();
    }

    /// A `tsquery` in SQL for the terms within the team of a member `m`; its one parameter is [#terms].
    String termsOfTeam() {
        return "(CAST('''%s' || m.team_id || '''' AS tsquery) && CAST(? AS tsquery))"
                .formatted(isDeleted ? Terms.TRASH : Terms.TEAM);
    }

    String terms() {
        List<String> parts = new ArrayList<>();
        if (!labels.isEmpty()) {
            parts.add(Terms.anyLabel(List.copyOf(labels)));
        }
        if (!search.isEmpty()) {
            parts.add(search);
        }
        return String.join(" & ", parts);
    }

    /// On the member: whose tasks are looked at.
    Conditions onMember() {
        Builder builder = new Builder();
        builder.anyOf("m.team_id", teams);
        builder.teamOfAny("board", boards);
        builder.teamOfAny("board_list", lists);
        if (isDeleted) {
            builder.add("m.role IN ('admin', 'member')");
        }
        return builder.conditions();
    }

    /// On the task, but for its terms. A board that is deleted hides its tasks.
    Conditions onTask() {
        Builder builder = new Builder();
        builder.add("t.team_id = m.team_id");
        if (isDeleted) {
            builder.add("t.deleted_at IS NOT NULL");
            builder.add("(m.role = 'admin' OR t.created_by = m.person_id)");
        } else {
            builder.add("t.deleted_at IS NULL");
        }
        // As an overlap, of which the planner thinks that it is rare; it takes `<> ALL` for next to nothing in a
        // database
        // of few boards, and then sorts instead of walking.
        builder.add("NOT (ARRAY[t.board_id] && ARRAY(SELECT gone.id FROM board gone WHERE gone.team_id = m.team_id "
                + "AND gone.deleted_at IS NOT NULL))");
        builder.anyConstantOf("t.status", "task_status", statuses);
        builder.anyConstantOf("t.priority", "task_priority", priorities);
        assignee(builder);
        builder.anyOf("t.created_by", creators);
        builder.anyOf("t.board_id", boards);
        builder.anyOf("t.list_id", lists);
        builder.time("t.due_date <", dueBefore);
        builder.time("t.due_date >=", dueAfter);
        builder.time("t.created_at <", createdBefore);
        builder.time("t.created_at >=", createdAfter);
        builder.time("t.updated_at >=", updatedAfter);
        if (isOverdue) {
            builder.time("t.due_date <", now);
            builder.add("t.status NOT IN ('done', 'cancelled')");
        }
        return builder.conditions();
    }

    private void assignee(Builder builder) {
        if (!includesUnassigned) {
            builder.anyOf("t.assigned_to", assignees);
        } else if (assignees.isEmpty()) {
            builder.add("t.assigned_to IS NULL");
        } else {
            builder.add("(t.assigned_to IS NULL OR t.assigned_to = ANY (?))");
            builder.parameters.add(assignees.toArray(UUID[]::new));
        }
    }

    private static final class Builder {

        private final List<String> texts = new ArrayList<>();
        private final List<@Nullable Object> parameters = new ArrayList<>();

        void add(String condition) {
            texts.add(condition);
        }

        /// One value is compared for equality, which keeps the order of an index behind it.
        void anyOf(String column, Set<UUID> values) {
            if (values.size() == 1) {
                texts.add(column + " = ?");
                parameters.add(values.iterator().next());
            } else if (!values.isEmpty()) {
                texts.add(column + " = ANY (?)");
                parameters.add(values.toArray(UUID[]::new));
            }
        }

        /// What is asked for belongs to a team, so that the other teams of the caller need not be looked at.
        void teamOfAny(String table, Set<UUID> ids) {
            if (!ids.isEmpty()) {
                texts.add("m.team_id = ANY (ARRAY(SELECT x.team_id FROM " + table + " x WHERE x.id = ANY (?)))");
                parameters.add(ids.toArray(UUID[]::new));
            }
        }

        void anyConstantOf(String column, String type, Set<? extends Enum<?>> values) {
            Set<String> names = new LinkedHashSet<>();
            values.forEach(value -> names.add(Json.nameOf(value)));
            if (names.size() == 1) {
                texts.add(column + " = CAST(? AS " + type + ")");
                parameters.add(names.iterator().next());
            } else if (!names.isEmpty()) {
                texts.add(column + " = ANY (CAST(? AS " + type + "[]))");
                parameters.add(names.toArray(String[]::new));
            }
        }

        void time(String comparison, @Nullable Instant time) {
            if (time != null) {
                texts.add(comparison + " ?");
                parameters.add(time);
            }
        }

        Conditions conditions() {
            return new Conditions(String.join(" AND ", texts), parameters);
        }
    }
}
