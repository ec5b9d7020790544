package com.tasktracker.task.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One field that was changed. Values are as the API shows them; people, lists and boards are ids.
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FieldChange(
        String field, @Nullable Object from, @Nullable Object to) {}
