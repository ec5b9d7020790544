package com.tasktracker.task.comment;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;

/// A comment to be made.
@ReadOnly("task_id")
record NewComment(@Required @Prose(min = 1, max = 10_000) String body) implements Body {}
