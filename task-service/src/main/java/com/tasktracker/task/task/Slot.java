package com.tasktracker.task.task;

import com.tasktracker.kit.data.Row;
import com.tasktracker.task.workflow.TaskStatus;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A list as a task sees it that is to stand in it.
///
/// @param status what it carries: a task that comes in becomes that
record Slot(UUID id, String name, @Nullable TaskStatus status) {

    static Slot read(Row row) throws SQLException {
        String status = row.textOrNull("list_status");
        return new Slot(row.id("list_id"), row.text("list_name"), status == null ? null : TaskStatus.of(status));
    }

    boolean carries(TaskStatus wanted) {
        return status == wanted;
    }
}
