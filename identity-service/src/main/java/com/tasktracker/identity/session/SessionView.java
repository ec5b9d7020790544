package com.tasktracker.identity.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// @param lastUsedAt when it was last refreshed
/// @param current whether it is the one that asks
record SessionView(
        UUID id,
        Instant createdAt,
        Instant lastUsedAt,
        @Nullable String userAgent,
        String ip,
        boolean current) {}
