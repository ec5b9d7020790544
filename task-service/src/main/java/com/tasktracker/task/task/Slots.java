package com.tasktracker.task.task;

import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.workflow.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The lists of one board, in their order and at least one: which of them a task goes to.
record Slots(UUID boardId, String boardName, UUID teamId, List<Slot> inOrder) {

    /// Where a new task stands, and as what.
    record Start(Slot slot, TaskStatus status) {}

    /// @param listId the list that is named, `null` for none
    /// @param status the status that is named, `null` for none
    Start start(@Nullable UUID listId, @Nullable TaskStatus status) {
        if (listId == null) {
            TaskStatus wanted = status == null ? TaskStatus.TODO : status;
            return new Start(carrying(wanted).orElse(inOrder.getFirst()), wanted);
        }
        Slot slot = find(listId).orElseThrow(() -> Problem.invalidReference("list_id", "is no list of the board"));
        if (slot.status() == null) {
            return new Start(slot, status == null ? TaskStatus.TODO : status);
        }
        if (status != null && !slot.carries(status)) {
            throw Problem.invalidReference(
                    "status",
                    "is at odds with the list, which carries " + slot.status().text());
        }
        return new Start(slot, slot.status());
    }

    /// Where a task goes that becomes something: the first list that carries it, unless its own does or none does.
    Slot next(UUID current, TaskStatus status) {
        Slot own = find(current).orElse(inOrder.getFirst());
        return own.carries(status) ? own : carrying(status).orElse(own);
    }

    Optional<Slot> find(UUID listId) {
        return inOrder.stream().filter(slot -> slot.id().equals(listId)).findFirst();
    }

    private Optional<Slot> carrying(TaskStatus status) {
        return inOrder.stream().filter(slot -> slot.carries(status)).findFirst();
    }
}
