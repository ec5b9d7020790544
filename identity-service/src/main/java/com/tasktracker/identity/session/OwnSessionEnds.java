package com.tasktracker.identity.session;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.caller.SessionEnds;
import jakarta.enterprise.context.ApplicationScoped;

/// This service asks the sessions themselves.
@ApplicationScoped
class OwnSessionEnds implements SessionEnds {

    private final Sessions sessions;

    OwnSessionEnds(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public boolean hasEnded(Caller caller) {
        return !sessions.isLive(caller);
    }
}
