package com.tasktracker.task.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// One field that was changed. Values are as the API shows them; people, lists and boards are ids.
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FieldChange(
        String field, @Nullable Object from, @Nullable Object to) {}
