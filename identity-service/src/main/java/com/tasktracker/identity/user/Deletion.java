package com.tasktracker.identity.user;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.Required;

record Deletion(@Required @Prose(max = 1_000) String currentPassword) implements Body {}
