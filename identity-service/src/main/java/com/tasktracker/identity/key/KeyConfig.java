package com.tasktracker.identity.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the keys that sign access tokens are kept and replaced.
@ConfigMapping(prefix = "identity.keys")
public interface KeyConfig {

    /// `KEY_ENCRYPTION_KEY`: what private keys are encrypted with, 32 bytes in base64, as `current` or
    /// `current,previous`. Keys under the previous one are encrypted anew when the service starts.
    String encryption();

    /// `ACCESS_TOKEN_LIFETIME`: how long what a key signs is good for; from a second to an hour.
    @WithDefault("5m")
    Duration accessTokenLifetime();

    /// `IDENTITY_KEYS_ROTATION`: how long a key signs before the next one takes over; at least an hour.
    @WithDefault("30d")
    Duration rotation();

    /// `IDENTITY_KEYS_LEAD`: how long a key is published before it signs. Longer than `FEEDS_MAX_STALENESS`, so that no
    /// service that serves at all can meet a token whose key it has not got.
    @WithDefault("11m")
    Duration lead();
}
