package com.tasktracker.identity.key;

import java.time.Duration;

/// The limits of [KeyConfig], checked when the service starts.
final class KeyLimits {

    private KeyLimits() {}

    /// @param maxStaleness what a service may go on with that hears of no new key
    static void check(KeyConfig config, Duration maxStaleness) {
        Duration lifetime = config.accessTokenLifetime();
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalStateException(
                    "ACCESS_TOKEN_LIFETIME is " + lifetime + ", it must be from a second to an hour");
        }
        if (config.rotation().compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalStateException(
                    "IDENTITY_KEYS_ROTATION is " + config.rotation() + ", it must be at least an hour");
        }
        if (config.lead().compareTo(maxStaleness) <= 0) {
            throw new IllegalStateException("IDENTITY_KEYS_LEAD is " + config.lead()
                    + ", it must be longer than FEEDS_MAX_STALENESS, which is " + maxStaleness
                    + ": a service that still serves would refuse tokens by a key that it has not heard of");
        }
    }
}
