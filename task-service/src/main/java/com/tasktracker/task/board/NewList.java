package com.tasktracker.task.board;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Range;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import com.tasktracker.task.workflow.TaskStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A list to be made, before or after another of its board, else last.
@ReadOnly({"board_id", "task_count"})
record NewList(
        @Required @Line(max = 80) String name,
        @Nullable TaskStatus status,
        @Nullable @Range(min = 1, max = 1_000) Integer limit,
        @Nullable UUID before,
        @Nullable UUID after)
        implements Body {}
