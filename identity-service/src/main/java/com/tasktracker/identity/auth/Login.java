package com.tasktracker.identity.auth;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.Required;

/// @param login a username or an e-mail
record Login(
        @Required @Line(max = 254) String login,
        @Required @Prose(max = 1_000) String password) implements Body {}
