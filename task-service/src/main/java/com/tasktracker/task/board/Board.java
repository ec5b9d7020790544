package com.tasktracker.task.board;

import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.journal.Revision;
import com.tasktracker.task.people.PersonSummary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A board of a team: its state and what can be done to it. Changes are collected to be told.
final class Board {

    private final UUID id;
    private final UUID teamId;
    private final PersonSummary createdBy;
    private final Instant createdAt;
    private String name;
    private @Nullable String description;
    private @Nullable Instant deletedAt;
    private final Revision revision;

    Board(
            UUID id,
            UUID teamId,
            String name,
            @Nullable String description,
            PersonSummary createdBy,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant deletedAt,
            long version) {
        this.id = id;
        this.teamId = teamId;
        this.name = name;
        this.description = description;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.deletedAt = deletedAt;
        this.revision = new Revision(updatedAt, version);
    }

    static Board create(
            UUID id, UUID teamId, String name, @Nullable String description, PersonSummary creator, Instant now) {
        return new Board(id, teamId, name, description, creator, now, now, null, 1);
    }

    void rename(String next) {
        revision.note("name", name, next);
        name = next;
    }

    void describe(@Nullable String next) {
        revision.note("description", description, next);
        description = next;
    }

    void delete(Instant now) {
        revision.note("deleted_at", deletedAt, now);
        deletedAt = now;
    }

    void restore() {
        revision.note("deleted_at", deletedAt, null);
        deletedAt = null;
    }

    /// Takes the next version where anything was changed.
    boolean settle(Instant now) {
        return revision.settle(now);
    }

    List<FieldChange> changes() {
        return revision.changes();
    }

    UUID id() {
        return id;
    }

    UUID teamId() {
        return teamId;
    }

    String name() {
        return name;
    }

    @Nullable
    String description() {
        return description;
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

    @Nullable
    Instant deletedAt() {
        return deletedAt;
    }

    long version() {
        return revision.version();
    }
}
