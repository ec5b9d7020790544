package com.tasktracker.kit.feed;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of a change that has been committed.
///
/// @param value what the work answered
/// @param inForceBy empty when every follower has applied what was published (or nothing was); else the time by which
///     the last of them has applied it or stopped serving what depends on it
public record Committed<T extends @Nullable Object>(T value, Optional<Instant> inForceBy) {

    public boolean isInForce() {
        return inForceBy.isEmpty();
    }
}
