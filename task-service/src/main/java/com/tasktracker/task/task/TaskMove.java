package com.tasktracker.task.task;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Required;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a task is to go: into a list of any board of its team, before or after a task there, else to the end.
record TaskMove(
        @Required UUID listId,
        @Nullable UUID before,
        @Nullable UUID after) implements Body {}
