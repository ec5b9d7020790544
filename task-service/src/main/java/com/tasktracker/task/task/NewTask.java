package com.tasktracker.task.task;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Due;
import com.tasktracker.kit.body.Items;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Matches;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A task to be made.
@ReadOnly({"team_id", "board", "list", "position", "comment_count", "allowed_transitions", "completed_at", "deleted_at"
})
record NewTask(
        @Required UUID boardId,
        @Nullable UUID listId,
        @Required @Line(max = 200) String title,
        @Nullable @Prose(max = 20_000) String description,
        @Nullable TaskStatus status,
        @Nullable TaskPriority priority,
        @Nullable UUID assignedTo,

        @Nullable @Items(max = 20) @Line(max = 40) @Matches(value = "[^,|]*", says = "may not hold a comma or a bar")
        List<String> labels,

        @Nullable @Due Instant dueDate)
        implements Body {}
