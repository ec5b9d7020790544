package com.tasktracker.kit.caller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What every service must agree on about access tokens.
@ConfigMapping(prefix = "tasktracker.token")
public interface TokenConfig {

    /// The `iss` that is written and demanded (RFC 9068, section 4).
    @WithDefault("tasktracker")
    String issuer();

    /// The `aud` that is written and demanded.
    @WithDefault("tasktracker-api")
    String audience();

    /// The longest token that is looked at, in characters.
    @WithDefault("4096")
    int maxLength();

    /// How many verified tokens are remembered until they expire.
    @WithDefault("10000")
    int remembered();
}
