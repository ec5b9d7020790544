package com.tasktracker.identity.auth;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.Required;

/// @param token one that was mailed
record EmailProof(@Required @Prose(max = 1_000) String token) implements Body {}
