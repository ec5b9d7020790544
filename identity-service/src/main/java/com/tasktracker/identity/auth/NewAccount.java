package com.tasktracker.identity.auth;

import com.tasktracker.identity.password.PasswordLength;
import com.tasktracker.identity.user.EmailAddress;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Checked;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Matches;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.Required;
import com.tasktracker.kit.body.Secret;
import org.jspecify.annotations.Nullable;

/// @param displayName the username unless given
record NewAccount(
        @Required
        @Line(max = 30, min = 3)
        @Matches(value = "[A-Za-z0-9._-]+", says = "must be of a-z, 0-9, dot, underscore and dash")
        String username,

        @Required @Line(max = EmailAddress.MAX_LENGTH) @Matches(value = EmailAddress.PATTERN, says = EmailAddress.SAYS)
        String email,

        @Required @Prose(max = 1_000) @Checked(PasswordLength.class) @Secret
        String password,

        @Nullable @Line(max = 80) String displayName)
        implements Body {}
