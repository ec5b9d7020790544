package com.tasktracker.task.task;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a bulk did, in the order of its operations.
@Schema(name = "BulkResults")
record BulkView(List<Result> results) {

    /// @param task as it was after the operation; `null` where it was deleted
    @Schema(name = "BulkResult")
    record Result(Operation.Kind op, UUID id, @Nullable TaskView task) {}
}
