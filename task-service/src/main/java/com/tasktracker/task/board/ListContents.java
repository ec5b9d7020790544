package com.tasktracker.task.board;

import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.workflow.TaskStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tasks of a list, as far as its removal concerns them.
public interface ListContents {

    /// Holds the tasks of a list until the transaction ends. Called before any list is held, since tasks come first.
    void hold(UUID list);

    /// The same with the trash of a list.
    void holdTrash(UUID board, UUID list);

    /// Moves all tasks of one list to the end of another, both of which are held. What the other
    /// carries, they become. Refuses as 422 where one of them cannot, as 409 where there is no room for all.
    ///
    /// @param status what the other list carries
    void moveAll(UUID board, UUID from, UUID to, @Nullable TaskStatus status, Journal.Entries entries);

    /// Lets the trash of a list stand in another: whatever is restored is found there.
    void moveTrash(UUID board, UUID from, UUID to, Journal.Entries entries);
}
