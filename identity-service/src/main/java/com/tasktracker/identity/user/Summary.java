package com.tasktracker.identity.user;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A user as others are shown it.
@Schema(name = "Person")
record Summary(
        UUID id,
        String username,
        String displayName,
        @Nullable String avatarUrl) {}
