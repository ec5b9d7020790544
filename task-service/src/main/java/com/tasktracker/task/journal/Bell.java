package com.tasktracker.task.journal;

import java.util.Set;
import java.util.UUID;

/// Wakes whoever watches boards, on this replica and on others. It may be lost: they also look by themselves.
public interface Bell {

    /// Something was committed that happened on these boards. Returns at once.
    void ring(Set<UUID> boards);
}
