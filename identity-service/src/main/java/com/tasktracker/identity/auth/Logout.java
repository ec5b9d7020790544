package com.tasktracker.identity.auth;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.MayBeAbsent;
import com.tasktracker.kit.body.Prose;
import org.jspecify.annotations.Nullable;

/// @param refreshToken whose session is to end; without it the access token's
@MayBeAbsent
record Logout(@Nullable @Prose(max = 1_000) String refreshToken) implements Body {}
