package com.tasktracker.task.journal;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened on a board, to be told to whoever watches it.
///
/// @param type as the API contract lists them, such as `task.updated`
/// @param version of what was changed, after the change
/// @param isOfTask whether it belongs to the activity of the task
public record Happening(
        UUID boardId,
        String type,
        @Nullable UUID taskId,
        @Nullable UUID commentId,
        @Nullable UUID listId,
        List<FieldChange> changes,
        long version,
        boolean isOfTask) {

    public static Happening ofTask(UUID boardId, String type, UUID taskId, List<FieldChange> changes, long version) {
        return new Happening(boardId, type, taskId, null, null, changes, version, true);
    }

    /// Something that happened to a task by what was done to another: it is told on the board alone.
    public static Happening ofNeighbour(UUID boardId, UUID taskId, List<FieldChange> changes, long version) {
        return new Happening(boardId, "task.moved", taskId, null, null, changes, version, false);
    }

    public static Happening ofBoard(UUID boardId, String type, List<FieldChange> changes, long version) {
        return new Happening(boardId, type, null, null, null, changes, version, false);
    }

    public static Happening ofList(UUID boardId, String type, UUID listId, List<FieldChange> changes, long version) {
        return new Happening(boardId, type, null, null, listId, changes, version, false);
    }

    public static Happening ofComment(
            UUID boardId, String type, UUID taskId, UUID commentId, List<FieldChange> changes, long version) {
        return new Happening(boardId, type, taskId, commentId, null, changes, version, false);
    }

    /// The same, told on another board too.
    public Happening alsoOn(UUID otherBoard) {
        return new Happening(otherBoard, type, taskId, commentId, listId, changes, version, false);
    }
}
