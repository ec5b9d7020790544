package com.tasktracker.task.live;

import java.util.Locale;

/// Why a reader is told no more.
enum End {
    /// The session of the reader has ended.
    SESSION_ENDED(true),
    /// The reader is no longer a member of the board's team.
    MEMBERSHIP_ENDED(true),
    /// The board was deleted.
    BOARD_DELETED(true),
    /// Rights cannot be judged right now. The reader may come back, and is told then.
    UNAVAILABLE(false),
    /// The log no longer reaches back to where the reader stands. The reader may come back, and is told then.
    BEHIND_THE_LOG(false);

    private final boolean isTold;

    End(boolean isTold) {
        this.isTold = isTold;
    }

    static End of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// Whether the stream says so as its last event; otherwise it just breaks off, as it does where a replica stops,
    /// and is to be resumed.
    boolean isTold() {
        return isTold;
    }
}
