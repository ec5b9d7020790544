package com.tasktracker.task.task;

import java.util.UUID;

/// Where a task stands, but for its position there.
record Place(UUID boardId, String boardName, UUID listId, String listName) {

    static Place of(Slots slots, Slot slot) {
        return new Place(slots.boardId(), slots.boardName(), slot.id(), slot.name());
    }
}
