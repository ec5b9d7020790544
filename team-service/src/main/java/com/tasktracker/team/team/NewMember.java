package com.tasktracker.team.team;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody to be added, named by exactly one of `user_id` and `username`.
@ReadOnly({"user", "joined_at"})
record NewMember(
        @Nullable UUID userId,
        @Nullable @Line(max = 80) String username,
        @Required Role role) implements Body {

    void requireOneName() {
        Faults faults = new Faults();
        if (userId == null && username == null) {
            faults.add("user_id", Code.REQUIRED, "is required unless username is sent");
        }
        if (userId != null && username != null) {
            faults.add("username", Code.NOT_ALLOWED, "may not stand beside user_id");
        }
        faults.throwIfAny();
    }

    /// The member by which the person is named.
    String naming() {
        return userId == null ? "username" : "user_id";
    }
}
