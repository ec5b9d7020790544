package com.tasktracker.task.live;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.tasktracker.kit.data.Row;
import com.tasktracker.task.people.PersonSummary;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened on a board, as its stream tells it.
///
/// @param seq its number on the board
/// @param changes a JSON array of `{field, from, to}`
@RegisterForReflection
record LogEvent(
        @JsonIgnore long seq,
        @JsonIgnore String type,
        UUID boardId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID taskId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID commentId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID listId,
        @Nullable PersonSummary actor,
        @JsonRawValue String changes,
        long version,
        Instant at) {

    static LogEvent read(Row row) throws SQLException {
        UUID actor = row.idOrNull("actor");
        return new LogEvent(
                row.bigNumber("seq"),
                row.text("type"),
                row.id("board_id"),
                row.idOrNull("task_id"),
                row.idOrNull("comment_id"),
                row.idOrNull("list_id"),
                actor == null ? null : PersonSummary.read(row, actor, "p"),
                row.text("changes"),
                row.bigNumber("version"),
                row.time("at"));
    }
}
