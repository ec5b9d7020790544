package com.tasktracker.kit.feed;

import java.time.Instant;

/// A row of the publisher's feed as one follower may see it.
///
/// @param data JSON text
record StoredEvent(long seq, String type, String subject, Instant time, String data) {}
