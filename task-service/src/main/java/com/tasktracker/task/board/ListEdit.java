package com.tasktracker.task.board;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Range;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import com.tasktracker.task.workflow.TaskStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is to be changed of a list; `before` or `after` moves it among the lists of its board.
@ReadOnly({"board_id", "task_count"})
record ListEdit(
        @Required @Line(max = 80) Change<String> name,
        Change<TaskStatus> status,
        @Range(min = 1, max = 1_000) Change<Integer> limit,
        @Required Change<UUID> before,
        @Required Change<UUID> after)
        implements Body {

    /// The members sent whose current value differs, with that value.
    Map<String, @Nullable Object> conflicts(ListView current) {
        Map<String, @Nullable Object> conflicts = new LinkedHashMap<>();
        note(conflicts, "name", name, current.name());
        note(conflicts, "status", status, current.status());
        note(conflicts, "limit", limit, current.limit());
        return conflicts;
    }

    private static void note(
            Map<String, @Nullable Object> conflicts, String member, Change<?> sent, @Nullable Object current) {
        if (sent.isPresent() && !Objects.equals(sent.value(), current)) {
            conflicts.put(member, current);
        }
    }
}
