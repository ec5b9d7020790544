package com.tasktracker.kit.caller;

import com.tasktracker.kit.data.Sql;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;

/// By the table that the people feed keeps.
@DefaultBean
@ApplicationScoped
class FollowedSessionEnds implements SessionEnds {

    private final Sql sql;

    FollowedSessionEnds(Sql sql) {
        this.sql = sql;
    }

    @Override
    public boolean hasEnded(Caller caller) {
        return sql.first("SELECT 1 FROM ended_session WHERE sid = ?", _ -> true, caller.session())
                .isPresent();
    }
}
