package com.tasktracker.kit.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/// One subject's state as a follower reads it.
///
/// @param seq its number in the feed, the CloudEvents `id`
/// @param data an object; of a tombstone it holds the ids alone
public record FeedEntry(long seq, String type, String subject, Instant time, JsonNode data) {

    public boolean isTombstone() {
        return type.endsWith(FeedEvent.DELETED);
    }
}
