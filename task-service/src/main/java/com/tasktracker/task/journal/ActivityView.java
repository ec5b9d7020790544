package com.tasktracker.task.journal;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.tasktracker.task.people.PersonSummary;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Something that happened to a task, as it is shown.
///
/// @param actor `null` for nobody in particular
/// @param action `created`, `updated`, `moved`, `deleted` or `restored`
/// @param changes a JSON array of [FieldChange]
record ActivityView(
        UUID id,
        @Nullable PersonSummary actor,
        String action,

        @Schema(implementation = FieldChange[].class) @JsonRawValue
        String changes,

        Instant at) {}
