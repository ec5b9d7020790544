package com.tasktracker.team.invitation;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which invitation is answered, named by exactly one of the `token` that was mailed and the `id` that the caller's
/// list shows.
record InvitationAnswer(
        @Nullable @Line(max = 200) String token, @Nullable UUID id) implements Body {

    void requireOneName() {
        Faults faults = new Faults();
        if (token == null && id == null) {
            faults.add("token", Code.REQUIRED, "is required unless id is sent");
        }
        if (token != null && id != null) {
            faults.add("id", Code.NOT_ALLOWED, "may not stand beside token");
        }
        faults.throwIfAny();
    }
}
