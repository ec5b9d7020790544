package com.tasktracker.task.task;

import com.tasktracker.kit.http.Versioned;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A task as it is shown.
///
/// @param position sorts, by code point, as its list is ordered
record TaskView(
        UUID id,
        UUID teamId,
        Ref board,
        Ref list,
        String title,
        @Nullable String description,
        TaskStatus status,
        TaskPriority priority,
        @Nullable PersonSummary assignedTo,
        List<String> labels,
        @Nullable Instant dueDate,
        String position,
        int commentCount,
        List<TaskStatus> allowedTransitions,
        PersonSummary createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant completedAt,
        @Nullable Instant deletedAt,
        long version)
        implements Versioned {

    /// What a task stands in.
    @Schema(name = "Reference")
    record Ref(UUID id, String name) {}

    static TaskView of(Task task) {
        Assignee assignee = task.assignee();
        return new TaskView(
                task.id(),
                task.teamId(),
                new Ref(task.place().boardId(), task.place().boardName()),
                new Ref(task.place().listId(), task.place().listName()),
                task.title(),
                task.description(),
                task.status(),
                task.priority(),
                assignee == null ? null : assignee.person(),
                task.labels(),
                task.dueDate(),
                task.position().text(),
                task.commentCount(),
                task.status().transitions(),
                task.createdBy(),
                task.createdAt(),
                task.updatedAt(),
                task.completedAt(),
                task.deletedAt(),
                task.version());
    }
}
