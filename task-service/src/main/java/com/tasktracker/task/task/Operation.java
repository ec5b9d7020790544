package com.tasktracker.task.task;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.Due;
import com.tasktracker.kit.body.Items;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Matches;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.Range;
import com.tasktracker.kit.body.Required;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// One operation of a bulk, with the members of all three kinds; [#check] tells which of them a kind takes.
@Schema(name = "BulkOperation")
record Operation(
        @Required Kind op,
        @Required Change<UUID> id,
        @Required @Range(min = 1, max = Long.MAX_VALUE) Change<Long> version,
        @Required Change<UUID> boardId,
        Change<UUID> listId,
        @Required @Line(max = 200) Change<String> title,
        @Prose(max = 20_000) Change<String> description,
        Change<TaskStatus> status,
        Change<TaskPriority> priority,
        Change<UUID> assignedTo,

        @Items(max = 20) @Line(max = 40) @Matches(value = "[^,|]*", says = "may not hold a comma or a bar")
        Change<List<String>> labels,

        @Due Change<Instant> dueDate)
        implements Body {

    @Schema(name = "BulkOperationKind")
    enum Kind {
        CREATE,
        UPDATE,
        DELETE
    }

    /// Adds what is missing for its kind and what is too much.
    void check(String path, Faults faults) {
        switch (op) {
            case CREATE -> {
                require(boardId, path + ".board_id", faults);
                require(title, path + ".title", faults);
                refuse(id, path + ".id", faults);
                refuse(version, path + ".version", faults);
            }
            case UPDATE -> {
                require(id, path + ".id", faults);
                refuse(boardId, path + ".board_id", faults);
                refuse(listId, path + ".list_id", faults);
                refuseNull(status, path + ".status", faults);
                refuseNull(priority, path + ".priority", faults);
            }
            case DELETE -> {
                require(id, path + ".id", faults);
                refuse(boardId, path + ".board_id", faults);
                refuse(listId, path + ".list_id", faults);
                refuse(title, path + ".title", faults);
                refuse(description, path + ".description", faults);
                refuse(status, path + ".status", faults);
                refuse(priority, path + ".priority", faults);
                refuse(assignedTo, path + ".assigned_to", faults);
                refuse(labels, path + ".labels", faults);
                refuse(dueDate, path + ".due_date", faults);
            }
        }
    }

    private static void require(Change<?> member, String path, Faults faults) {
        if (!member.isPresent()) {
            faults.add(path, Code.REQUIRED, "is required");
        }
    }

    private static void refuseNull(Change<?> member, String path, Faults faults) {
        if (member.isPresent() && member.value() == null) {
            faults.add(path, Code.REQUIRED, "must not be null");
        }
    }

    private static void refuse(Change<?> member, String path, Faults faults) {
        if (member.isPresent()) {
            faults.add(path, Code.READ_ONLY, "may not be set in this kind of operation");
        }
    }

    /// Of a creation that was checked.
    NewTask creation() {
        return new NewTask(
                present(boardId),
                listId.value(),
                present(title),
                description.value(),
                status.value(),
                priority.value(),
                assignedTo.value(),
                labels.value(),
                dueDate.value());
    }

    TaskEdit edit() {
        return new TaskEdit(title, description, status, priority, assignedTo, labels, dueDate);
    }

    /// Of an update or a deletion that was checked.
    UUID task() {
        return present(id);
    }

    private static <T> T present(Change<T> member) {
        @Nullable T value = member.value();
        if (value == null) {
            throw new IllegalStateException("the operation was not checked");
        }
        return value;
    }
}
