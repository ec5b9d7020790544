package com.tasktracker.identity.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long sessions last.
@ConfigMapping(prefix = "identity.sessions")
public interface SessionConfig {

    /// `REFRESH_TOKEN_LIFETIME`: the absolute end, counted from the login.
    @WithDefault("30d")
    Duration lifetime();

    /// `REFRESH_TOKEN_IDLE`: how long a session stays without being refreshed.
    @WithDefault("14d")
    Duration idle();

    /// `REFRESH_GRACE`: how long after its first use the token used last still answers the same successor.
    @WithDefault("30s")
    Duration grace();
}
