package com.tasktracker.task.board;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is to be changed of a board.
@ReadOnly({"team_id", "lists", "deleted_at"})
record BoardEdit(
        @Required @Line(max = 80) Change<String> name,
        @Prose(max = 2_000) Change<String> description) implements Body {

    /// The members sent whose current value differs, with that value.
    Map<String, @Nullable Object> conflicts(BoardView current) {
        Map<String, @Nullable Object> conflicts = new LinkedHashMap<>();
        if (name.isPresent() && !Objects.equals(name.value(), current.name())) {
            conflicts.put("name", current.name());
        }
        if (description.isPresent() && !Objects.equals(description.value(), current.description())) {
            conflicts.put("description", current.description());
        }
        return conflicts;
    }
}
