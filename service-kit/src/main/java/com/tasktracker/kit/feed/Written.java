package com.tasktracker.kit.feed;

import java.time.Instant;

/// The events of a transaction in the feed.
///
/// @param seq the greatest of their numbers
/// @param at when they were written, by the database's clock
record Written(long seq, Instant at) {}
