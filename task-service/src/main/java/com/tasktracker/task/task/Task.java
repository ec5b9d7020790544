package com.tasktracker.task.task;

import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.journal.Revision;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A task: its state and what can be done to it. Changes are collected, field by field, to be told.
final class Task {

    private final UUID id;
    private final UUID teamId;
    private final PersonSummary createdBy;
    private final Instant createdAt;
    private final int commentCount;
    private Place place;
    private Position position;
    private String title;
    private @Nullable String description;
    private TaskStatus status;
    private TaskPriority priority;
    private @Nullable Assignee assignee;
    private List<String> labels;
    private @Nullable Instant dueDate;
    private @Nullable Instant completedAt;
    private @Nullable Instant deletedAt;
    private final Revision revision;

    /// All of a task but for its position, which its list gives it.
    record State(
            UUID id,
            UUID teamId,
            Place place,
            String title,
            @Nullable String description,
            TaskStatus status,
            TaskPriority priority,
            @Nullable Assignee assignee,
            List<String> labels,
            @Nullable Instant dueDate,
            int commentCount,
            PersonSummary createdBy,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant completedAt,
            @Nullable Instant deletedAt,
            long version) {}

    Task(State state, Position position) {
        this.id = state.id;
        this.teamId = state.teamId;
        this.createdBy = state.createdBy;
        this.createdAt = state.createdAt;
        this.commentCount = state.commentCount;
        this.place = state.place;
        this.position = position;
        this.title = state.title;
        this.description = state.description;
        this.status = state.status;
        this.priority = state.priority;
        this.assignee = state.assignee;
        this.labels = state.labels;
        this.dueDate = state.dueDate;
        this.completedAt = state.completedAt;
        this.deletedAt = state.deletedAt;
        this.revision = new Revision(state.updatedAt, state.version);
    }

    /// The same task as it is now, with nothing that was changed to be told.
    Task again() {
        return new Task(state(), position);
    }

    State state() {
        return new State(
                id,
                teamId,
                place,
                title,
                description,
                status,
                priority,
                assignee,
                labels,
                dueDate,
                commentCount,
                createdBy,
                createdAt,
                updatedAt(),
                completedAt,
                deletedAt,
                version());
    }

    void rename(String next) {
        revision.note("title", title, next);
        title = next;
    }

    void describe(@Nullable String next) {
        revision.note("description", description, next);
        description = next;
    }

    void prioritise(TaskPriority next) {
        revision.note("priority", priority, next);
        priority = next;
    }

    void label(List<String> next) {
        revision.note("labels", labels, next);
        labels = next;
    }

    void due(@Nullable Instant next) {
        revision.note("due_date", dueDate, next);
        dueDate = next;
    }

    /// Whether the person may hold it was settled when they were looked up.
    void assignTo(@Nullable Assignee next) {
        revision.note("assigned_to", idOf(assignee), idOf(next));
        assignee = next;
    }

    private static @Nullable UUID idOf(@Nullable Assignee assignee) {
        return assignee == null ? null : assignee.person().id();
    }

    /// Refuses as 422 what the transitions do not allow.
    void become(TaskStatus next, Instant now) {
        status.requireTransition(next);
        if (status != next) {
            revision.note("status", status, next);
            status = next;
            if (next == TaskStatus.DONE) {
                revision.note("completed_at", completedAt, now);
                completedAt = now;
            }
        }
    }

    /// Stands in that list from now on; what the list carries, it becomes.
    void moveTo(Place next, Position nextPosition) {
        revision.note("board", place.boardId(), next.boardId());
        revision.note("list", place.listId(), next.listId());
        revision.note("position", position.text(), nextPosition.text());
        place = next;
        position = nextPosition;
    }

    void delete(Instant now) {
        revision.note("deleted_at", deletedAt, now);
        deletedAt = now;
    }

    void restore() {
        revision.note("deleted_at", deletedAt, null);
        deletedAt = null;
    }

    /// Whether there is still something to do.
    boolean isOpen() {
        return deletedAt == null && status.isOpen();
    }

    /// Takes the next version where anything was changed; says whether it was.
    boolean settle(Instant now) {
        return revision.settle(now);
    }

    /// Whether something was changed by which it is searched for.
    boolean hasNewTerms() {
        return revision.changes().stream().anyMatch(change -> switch (change.field()) {
            case "title", "description", "labels", "deleted_at" -> true;
            default -> false;
        });
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

    Place place() {
        return place;
    }

    Position position() {
        return position;
    }

    String title() {
        return title;
    }

    @Nullable
    String description() {
        return description;
    }

    TaskStatus status() {
        return status;
    }

    TaskPriority priority() {
        return priority;
    }

    @Nullable
    Assignee assignee() {
        return assignee;
    }

    List<String> labels() {
        return labels;
    }

    @Nullable
    Instant dueDate() {
        return dueDate;
    }

    int commentCount() {
        return commentCount;
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
    Instant completedAt() {
        return completedAt;
    }

    @Nullable
    Instant deletedAt() {
        return deletedAt;
    }

    long version() {
        return revision.version();
    }
}
