package com.tasktracker.task.board;

import com.tasktracker.kit.http.Versioned;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A list of a board as it is shown.
@Schema(name = "BoardList")
record ListView(
        UUID id,
        UUID boardId,
        String name,
        @Nullable TaskStatus status,
        @Nullable Integer limit,
        int taskCount,
        PersonSummary createdBy,
        Instant createdAt,
        Instant updatedAt,
        long version)
        implements Versioned {

    static ListView of(BoardList list) {
        return new ListView(
                list.id(),
                list.boardId(),
                list.name(),
                list.status(),
                list.limit(),
                list.taskCount(),
                list.createdBy(),
                list.createdAt(),
                list.updatedAt(),
                list.version());
    }
}
