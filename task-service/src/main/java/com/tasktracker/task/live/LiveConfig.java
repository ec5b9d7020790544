package com.tasktracker.task.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How boards are watched.
@ConfigMapping(prefix = "tasktracker.live")
interface LiveConfig {

    /// How often the log, memberships and sessions are looked at without anybody being woken.
    @WithDefault("1s")
    Duration lookEvery();

    /// How often a stream says something even though nothing happens.
    @WithDefault("15s")
    Duration heartbeat();

    /// How long a reader may leave what was sent to it unread before it is cut off.
    @WithDefault("20s")
    Duration patience();

    /// For how long a stream may go on while nobody can ask whether its reader still may read: below the minute for
    /// which the end of a session is known longer than its access token lives.
    @WithDefault("30s")
    Duration unjudged();

    /// After this time a stream breaks off, to be resumed with a token that is still good.
    @WithDefault("1h")
    Duration longest();

    /// How many streams a replica keeps open at most; one more is a 503.
    @WithDefault("10000")
    int streams();

    /// For how long at least a stream can be resumed.
    @WithDefault("7d")
    Duration retention();

    /// How often what can no longer be resumed is cut from the log.
    @WithDefault("10m")
    Duration cutEvery();
}
