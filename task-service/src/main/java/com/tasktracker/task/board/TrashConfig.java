package com.tasktracker.task.board;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What becomes of what is deleted.
@ConfigMapping(prefix = "tasktracker.trash")
public interface TrashConfig {

    /// `TRASH_RETENTION`: how long deleted tasks and boards can be restored; then they are removed for good, with
    /// their activity. Where it is less than a week, streams of events are not told again of what was removed.
    @WithDefault("90d")
    Duration retention();
}
