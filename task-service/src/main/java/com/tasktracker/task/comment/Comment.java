package com.tasktracker.task.comment;

import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.journal.Revision;
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
    private final Revision revision;

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
        this.revision = new Revision(updatedAt, version);
    }

    static Comment create(UUID id, UUID taskId, UUID teamId, String body, PersonSummary author, Instant now) {
        return new Comment(id, taskId, teamId, body, author, now, now, 1);
    }

    /// Says whether that changed anything.
    boolean rewrite(String next, Instant now) {
        revision.note("body", body, next);
        body = next;
        return revision.settle(now);
    }

    boolean isBy(UUID person) {
        return createdBy.id().equals(person);
    }

    List<FieldChange> changes() {
        return revision.changes();
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
        return revision.updatedAt();
    }

    long version() {
        return revision.version();
    }
}
