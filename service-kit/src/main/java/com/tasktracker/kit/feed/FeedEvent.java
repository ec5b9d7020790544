package com.tasktracker.kit.feed;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The present state of one subject, to be published. It replaces what the feed held of that subject, so it always
/// says everything that a follower may know of it, read from rows that the publishing transaction has locked.
///
/// @param type up to 100 characters, such as `person.changed`; ends in `.deleted` for a tombstone
/// @param subject up to 200 characters, unique within the feed, such as `person/0198…`
/// @param data members by name: strings, numbers, booleans, UUIDs, instants, lists and maps of these, or `null`
/// @param privateData follower's name to members that are merged into `data` for that follower alone
/// @param expiresAt when the feed may forget the subject, or `null` for never
public record FeedEvent(
        String type,
        String subject,
        Map<String, ? extends @Nullable Object> data,
        Map<String, ? extends Map<String, ? extends @Nullable Object>> privateData,
        @Nullable Instant expiresAt) {

    /// How the type of a tombstone ends.
    public static final String DELETED = ".deleted";

    public FeedEvent {
        if (type.isBlank() || type.length() > 100) {
            throw new IllegalArgumentException("an event's type has 1 to 100 characters: " + type);
        }
        if (subject.isBlank() || subject.length() > 200) {
            throw new IllegalArgumentException("an event's subject has 1 to 200 characters: " + subject);
        }
    }

    public static FeedEvent of(String type, String subject, Map<String, ? extends @Nullable Object> data) {
        return new FeedEvent(type, subject, data, Map.of(), null);
    }

    /// Says that the subject is gone for good; `ids` is all that remains known of it.
    public static FeedEvent tombstone(String type, String subject, Map<String, ?> ids) {
        if (!type.endsWith(DELETED)) {
            throw new IllegalArgumentException("a tombstone's type ends in " + DELETED + ": " + type);
        }
        return of(type, subject, ids);
    }

    /// Adds members that only `follower` gets to see.
    public FeedEvent privately(String follower, Map<String, ? extends @Nullable Object> members) {
        Map<String, Map<String, ? extends @Nullable Object>> all = new TreeMap<>(privateData);
        all.put(follower, members);
        return new FeedEvent(type, subject, data, all, expiresAt);
    }

    public FeedEvent expiringAt(Instant time) {
        return new FeedEvent(type, subject, data, privateData, time);
    }
}
