package com.tasktracker.task.board;

import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.journal.Revision;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A list of a board: its state and what can be done to it. Changes are collected to be told.
final class BoardList {

    /// Lists a board at most.
    static final int MOST = 20;

    private final UUID id;
    private final UUID boardId;
    private final UUID teamId;
    private final int taskCount;
    private final PersonSummary createdBy;
    private final Instant createdAt;
    private String name;
    private @Nullable TaskStatus status;
    private @Nullable Integer limit;
    private Position position;
    private final Revision revision;

    BoardList(
            UUID id,
            UUID boardId,
            UUID teamId,
            String name,
            @Nullable TaskStatus status,
            @Nullable Integer limit,
            Position position,
            int taskCount,
            PersonSummary createdBy,
            Instant createdAt,
            Instant updatedAt,
            long version) {
        this.id = id;
        this.boardId = boardId;
        this.teamId = teamId;
        this.name = name;
        this.status = status;
        this.limit = limit;
        this.position = position;
        this.taskCount = taskCount;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.revision = new Revision(updatedAt, version);
    }

    static BoardList create(
            UUID id,
            Board board,
            String name,
            @Nullable TaskStatus status,
            @Nullable Integer limit,
            Position position,
            PersonSummary creator,
            Instant now) {
        return new BoardList(id, board.id(), board.teamId(), name, status, limit, position, 0, creator, now, now, 1);
    }

    void rename(String next) {
        revision.note("name", name, next);
        name = next;
    }

    /// Tasks that stand in it already keep their status.
    void carry(@Nullable TaskStatus next) {
        revision.note("status", status, next);
        status = next;
    }

    /// A limit below what it holds takes nothing out; it lets nothing more in.
    void limitTo(@Nullable Integer next) {
        revision.note("limit", limit, next);
        limit = next;
    }

    void moveTo(Position next) {
        revision.note("position", position.text(), next.text());
        position = next;
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

    UUID boardId() {
        return boardId;
    }

    UUID teamId() {
        return teamId;
    }

    String name() {
        return name;
    }

    @Nullable
    TaskStatus status() {
        return status;
    }

    @Nullable
    Integer limit() {
        return limit;
    }

    Position position() {
        return position;
    }

    int taskCount() {
        return taskCount;
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
