package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What stands behind the work on tasks: the database itself, or what a bulk knows of it already and writes together.
interface Backing {

    /// A board on which a task is to be created; empty where the caller does not see it.
    Optional<Tasks.Prepared> prepared(Caller caller, UUID board, @Nullable UUID assignee);

    /// A task that is to be changed, held until the transaction ends; refuses as 404.
    ///
    /// @param assignee who is to be assigned; `null` where nobody is
    Tasks.Found opened(Caller caller, UUID id, @Nullable UUID assignee);

    Slots slotsOfBoard(UUID board);

    void add(Task task);

    /// Writes a task that was opened.
    void save(Task task);
}
