package com.tasktracker.identity.auth;

import com.tasktracker.identity.user.EmailAddress;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Matches;
import com.tasktracker.kit.body.Required;

record ForgottenPassword(
        @Required @Line(max = EmailAddress.MAX_LENGTH) @Matches(value = EmailAddress.PATTERN, says = EmailAddress.SAYS)
        String email)
        implements Body {}
