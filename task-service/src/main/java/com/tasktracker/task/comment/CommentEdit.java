package com.tasktracker.task.comment;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import java.util.Map;

/// What is to be changed of a comment.
@ReadOnly("task_id")
record CommentEdit(@Required @Prose(min = 1, max = 10_000) Change<String> body) implements Body {

    /// The members sent whose current value differs, with that value.
    Map<String, Object> conflicts(CommentView current) {
        return body.isPresent() && !current.body().equals(body.value()) ? Map.of("body", current.body()) : Map.of();
    }
}
