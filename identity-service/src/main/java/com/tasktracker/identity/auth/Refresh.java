package com.tasktracker.identity.auth;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.Required;

record Refresh(@Required @Prose(max = 1_000) String refreshToken) implements Body {}
