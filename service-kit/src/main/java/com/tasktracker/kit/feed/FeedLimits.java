package com.tasktracker.kit.feed;

import java.time.Duration;

/// The limits of [FeedsConfig], checked when the service starts.
final class FeedLimits {

    private FeedLimits() {}

    static void check(FeedsConfig config) {
        within("feeds.max-staleness", config.maxStaleness(), Duration.ofSeconds(5), Duration.ofHours(24));
        within("feeds.in-force-wait", config.inForceWait(), Duration.ZERO, Duration.ofSeconds(10));
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalStateException(key + " is " + value + ", it must be from " + least + " to " + most);
        }
    }
}
