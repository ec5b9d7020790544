package com.tasktracker.task.task;

import com.tasktracker.kit.data.Sql;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A task as a test knows it, and how tasks stand to one another by the words of the contract.
///
/// @param words of which title and description were made
record KnownTask(
        UUID id,
        UUID team,
        UUID board,
        UUID list,
        String position,
        String title,
        String status,
        String priority,
        @Nullable UUID assignee,
        List<String> labels,
        @Nullable Instant due,
        UUID creator,
        Instant created,
        Instant updated,
        @Nullable Instant deleted,
        Set<String> words) {

    static final List<String> STATUSES = List.of("todo", "in_progress", "in_review", "done", "cancelled");
    static final List<String> PRIORITIES = List.of("low", "medium", "high", "urgent");

    /// All of these teams, whoever may see them.
    static List<KnownTask> of(Sql sql, List<UUID> teams, Map<UUID, Set<String>> words) {
        return sql.list(
                "SELECT * FROM task WHERE team_id = ANY (?)",
                row -> new KnownTask(
                        row.id("id"),
                        row.id("team_id"),
                        row.id("board_id"),
                        row.id("list_id"),
                        row.text("position"),
                        row.text("title"),
                        row.text("status"),
                        row.text("priority"),
                        row.idOrNull("assigned_to"),
                        row.texts("labels"),
                        row.timeOrNull("due_date"),
                        row.id("created_by"),
                        row.time("created_at"),
                        row.time("updated_at"),
                        row.timeOrNull("deleted_at"),
                        words.getOrDefault(row.id("id"), Set.of())),
                (Object) teams.toArray(UUID[]::new));
    }

    /// Ties are broken by id in the same direction; what has no due date comes last both ways.
    static Comparator<KnownTask> by(String ordering) {
        boolean isDescending = ordering.startsWith("-");
        String key = isDescending ? ordering.substring(1) : ordering;
        Comparator<KnownTask> ascending = ascending(key).thenComparing(task -> task.id.toString());
        Comparator<KnownTask> directed = isDescending ? ascending.reversed() : ascending;
        return key.equals("due_date")
                ? Comparator.comparing((KnownTask task) -> task.due == null).thenComparing(directed)
                : directed;
    }

    private static Comparator<KnownTask> ascending(String key) {
        return switch (key) {
            case "created_at" -> Comparator.comparing(KnownTask::created);
            case "updated_at" -> Comparator.comparing(KnownTask::updated);
            case "due_date" -> Comparator.comparing(task -> task.due == null ? Instant.EPOCH : task.due);
            case "priority" -> Comparator.comparingInt(task -> PRIORITIES.indexOf(task.priority));
            case "title" -> Comparator.comparing(KnownTask::titleKey, Arrays::compare);
            case "position" -> Comparator.comparing(KnownTask::position);
            default -> throw new IllegalArgumentException(key);
        };
    }

    private int[] titleKey() {
        return title.toLowerCase(Locale.ROOT).codePoints().toArray();
    }
}
