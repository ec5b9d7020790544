package com.tasktracker.kit.feed;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a follower asks for.
///
/// @param epoch the epoch that `lastEventId` is of, or `null` when it starts from 0
/// @param timeoutMillis how long to wait when there is nothing yet
/// @param acknowledges whether all up to `lastEventId` counts as applied; a rebuild has not, though it has read it
record FeedRead(
        String follower, long lastEventId, @Nullable UUID epoch, int limit, long timeoutMillis, boolean acknowledges) {

    /// @param <T> what the batch holds: rows of the publisher or entries of the follower
    sealed interface Answer<T> {}

    /// @param head the feed's greatest number when the batch was read
    /// @param next the `lastEventId` to ask with next: the head, unless more remains to be read
    record Batch<T>(UUID epoch, long head, long next, List<T> events) implements Answer<T> {

        boolean isAtHead() {
            return next >= head;
        }
    }

    /// The follower's place is not one of this feed: it must read anew from 0.
    record Conflict<T>(String reason) implements Answer<T> {}
}
