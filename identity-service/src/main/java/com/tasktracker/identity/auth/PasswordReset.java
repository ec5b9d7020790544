package com.tasktracker.identity.auth;

import com.tasktracker.identity.password.PasswordLength;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Checked;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.Required;

/// @param token one that was mailed
record PasswordReset(
        @Required @Prose(max = 1_000) String token,

        @Required @Prose(max = 1_000) @Checked(PasswordLength.class)
        String newPassword)
        implements Body {}
