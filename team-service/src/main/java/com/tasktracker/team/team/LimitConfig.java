package com.tasktracker.team.team;

import io.smallrye.config.ConfigMapping;

/// Whether anything is counted at all.
@ConfigMapping(prefix = "team.limits")
public interface LimitConfig {

    /// `RATE_LIMIT_PER_MINUTE`: requests a minute that the gateway grants a user; 0 switches all counting off, here
    /// too.
    int perMinute();

    /// `LOGIN_THROTTLE`, `on` or `off`, which switches all counting off as well.
    boolean throttle();

    /// Whether guesses and invitations are counted.
    default boolean isCounting() {
        return perMinute() > 0 && throttle();
    }
}
