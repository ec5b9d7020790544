package com.tasktracker.task.task;

import com.tasktracker.task.workflow.TaskStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A list as a task sees it that is to stand in it.
///
/// @param status what it carries: a task that comes in becomes that
record Slot(UUID id, String name, @Nullable TaskStatus status) {

    boolean carries(TaskStatus wanted) {
        return status == wanted;
    }
}
