package com.tasktracker.task.comment;

import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.people.PersonSummary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A comment on a task: its state and what can be done to it.
final class Comment {

    private final UUID id;
    private final UUID taskId;
    private final UUID teamId;
    private final PersonSummary createdBy;
    private final Instant createdAt;
    private String body;
    private Instant updatedAt;
    private long version;
    private List<FieldChange> changes = List.of();

    Comment(
            UUID id,
            UUID taskId,
            UUID teamId,
            String body,
            PersonSummary createdBy,
            Instant createdAt,
            Instant updatedAt,
            long version) {
        this.id = id;
        this.taskId = taskId;
        this.teamId = teamId;
        this.body = body;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.updatedAt = updatedAt;
        this.version = version;
    }

    static Comment create(UUID id, UUID taskId, UUID teamId, String body, PersonSummary author, Instant now) {
        return new Comment(id, taskId, teamId, body, author, now, now, 1);
    }

    /// Says whether that changed anything.
    boolean rewrite(String next, Instant now) {
        if (next.equals(body)) {
            return false;
        }
        changes = List.of(new FieldChange("body", body, next));
        body = next;
        updatedAt = now;
        version++;
        return true;
    }

    boolean isBy(UUID person) {
        return createdBy.id().equals(person);
    }

    List<FieldChange> changes() {
        return changes;
    }

    UUID id() {
        return id;
    }

    UUID taskId() {
        return taskId;
    }

    UUID teamId() {
        return teamId;
    }

    String body() {
        return body;
    }

    PersonSummary createdBy() {
        return createdBy;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    long version() {
        return version;
    }
}
