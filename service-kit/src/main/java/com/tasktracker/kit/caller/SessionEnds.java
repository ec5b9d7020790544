package com.tasktracker.kit.caller;

/// Whether a caller's session has ended, for requests that are refused before their own statement could ask.
///
/// Unless a service has a bean of its own, the table `ended_session(sid)` that the people feed keeps is asked.
public interface SessionEnds {

    /// One statement. May block.
    boolean hasEnded(Caller caller);
}
