package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.position.Position;
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

    /// Who held a task while nobody looked at whether they may, under the membership that they have now, which is held;
    /// empty where they may not.
    Optional<Assignee> stillAllowed(UUID team, Assignee holder);

    void leave(UUID list);

    /// Gives up a place in one list for the end of another, or of the same.
    Position change(UUID from, UUID to);

    /// Puts a new task at the end of its list, and tells it. Refuses as 409 where the list is full.
    Task create(Task.State draft, Journal.Entries entries);

    /// Writes a task that was opened, and tells what was done to it, behind what is to be told already. To be done
    /// last:
    /// it may take the counter of the board.
    void save(Task task, Happening done, Journal.Entries entries);
}
