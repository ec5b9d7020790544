package com.tasktracker.task.task;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.Due;
import com.tasktracker.kit.body.Items;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Matches;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is to be changed of a task.
@ReadOnly({
    "team_id",
    "board",
    "board_id",
    "list",
    "list_id",
    "position",
    "comment_count",
    "allowed_transitions",
    "completed_at",
    "deleted_at"
})
record TaskEdit(
        @Required @Line(max = 200) Change<String> title,
        @Prose(max = 20_000) Change<String> description,
        @Required Change<TaskStatus> status,
        @Required Change<TaskPriority> priority,
        Change<UUID> assignedTo,

        @Items(max = 20) @Line(max = 40) @Matches(value = "[^,|]*", says = "may not hold a comma or a bar")
        Change<List<String>> labels,

        @Due Change<Instant> dueDate)
        implements Body {

    /// The labels as a set in the order given.
    static List<String> distinct(@Nullable List<String> labels) {
        return labels == null ? List.of() : labels.stream().distinct().toList();
    }

    /// The members sent whose current value differs, with that value.
    Map<String, @Nullable Object> conflicts(TaskView current) {
        Map<String, @Nullable Object> conflicts = new LinkedHashMap<>();
        note(conflicts, "title", title, current.title());
        note(conflicts, "description", description, current.description());
        note(conflicts, "status", status, current.status());
        note(conflicts, "priority", priority, current.priority());
        UUID assigned =
                current.assignedTo() == null ? null : current.assignedTo().id();
        note(conflicts, "assigned_to", assignedTo, assigned);
        if (labels.isPresent() && !distinct(labels.value()).equals(current.labels())) {
            conflicts.put("labels", current.labels());
        }
        note(conflicts, "due_date", dueDate, current.dueDate());
        return conflicts;
    }

    private static void note(
            Map<String, @Nullable Object> conflicts, String name, Change<?> sent, @Nullable Object current) {
        if (sent.isPresent() && !Objects.equals(sent.value(), current)) {
            conflicts.put(name, current);
        }
    }
}
