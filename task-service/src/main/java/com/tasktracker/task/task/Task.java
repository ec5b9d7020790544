package com.tasktracker.task.task;

import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private Instant updatedAt;
    private @Nullable Instant completedAt;
    private @Nullable Instant deletedAt;
    private long version;
    private final List<FieldChange> changes = new ArrayList<>();

    /// A new task, and what is to be read into one.
    record State(
            UUID id,
            UUID teamId,
            Place place,
            Position position,
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

    Task(State state) {
        this.id = state.id;
        this.teamId = state.teamId;
        this.createdBy = state.createdBy;
        this.createdAt = state.createdAt;
        this.commentCount = state.commentCount;
        this.place = state.place;
        this.position = state.position;
        this.title = state.title;
        this.description = state.description;
        this.status = state.status;
        this.priority = state.priority;
        this.assignee = state.assignee;
        this.labels = state.labels;
        this.dueDate = state.dueDate;
        this.updatedAt = state.updatedAt;
        this.completedAt = state.completedAt;
        this.deletedAt = state.deletedAt;
        this.version = state.version;
    }

    void rename(String next) {
        note("title", title, next);
        title = next;
    }

    void describe(@Nullable String next) {
        note("description", description, next);
        description = next;
    }

    void prioritise(TaskPriority next) {
        note("priority", priority, next);
        priority = next;
    }

    void label(List<String> next) {
        note("labels", labels, next);
        labels = next;
    }

    void due(@Nullable Instant next) {
        note("due_date", dueDate, next);
        dueDate = next;
    }

    /// Whether the person may hold it was settled when they were looked up.
    void assignTo(@Nullable Assignee next) {
        note("assigned_to", idOf(assignee), idOf(next));
        assignee = next;
    }

    private static @Nullable UUID idOf(@Nullable Assignee assignee) {
        return assignee == null ? null : assignee.person().id();
    }

    /// Refuses as 422 what the transitions do not allow.
    void become(TaskStatus next, Instant now) {
        status.requireTransition(next);
        if (status != next) {
            note("status", status, next);
            status = next;
            if (next == TaskStatus.DONE) {
                note("completed_at", completedAt, now);
                completedAt = now;
            }
        }
    }

    /// Stands in that list from now on; what the list carries, it becomes.
    void moveTo(Place next, Position nextPosition) {
        note("board", place.boardId(), next.boardId());
        note("list", place.listId(), next.listId());
        note("position", position.text(), nextPosition.text());
        place = next;
        position = nextPosition;
    }

    void delete(Instant now) {
        note("deleted_at", deletedAt, now);
        deletedAt = now;
    }

    void restore() {
        note("deleted_at", deletedAt, null);
        deletedAt = null;
    }

    private void note(String field, @Nullable Object from, @Nullable Object to) {
        if (!Objects.equals(from, to)) {
            changes.add(new FieldChange(field, from, to));
        }
    }

    /// Takes the next version where anything was changed; says whether it was.
    boolean settle(Instant now) {
        if (changes.isEmpty()) {
            return false;
        }
        version++;
        updatedAt = now;
        return true;
    }

    /// Whether something was changed by which it is searched for.
    boolean hasNewTerms() {
        return changes.stream().anyMatch(change -> switch (change.field()) {
            case "title", "description", "labels", "deleted_at" -> true;
            default -> false;
        });
    }

    List<FieldChange> changes() {
        return List.copyOf(changes);
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
        return updatedAt;
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
        return version;
    }
}
