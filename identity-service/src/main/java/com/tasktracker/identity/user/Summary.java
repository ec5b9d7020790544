package com.tasktracker.identity.user;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A user as others are shown it.
record Summary(
        UUID id,
        String username,
        String displayName,
        @Nullable String avatarUrl) {}
