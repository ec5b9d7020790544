package com.tasktracker.team.invitation;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Matches;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import com.tasktracker.team.team.Role;

/// Whom to invite, and as what.
@ReadOnly({"status", "expires_at", "invited_by", "team"})
record NewInvitation(
        @Required @Line(max = Address.MAX_LENGTH) @Matches(value = Address.PATTERN, says = Address.SAYS)
        String email,

        @Required Role role)
        implements Body {}
