package com.tasktracker.kit.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How creating requests are kept from creating twice.
@ConfigMapping(prefix = "tasktracker.idempotency")
public interface IdempotencyConfig {

    /// `IDEMPOTENCY_RETENTION`: how long a key is remembered.
    @WithDefault("24h")
    Duration retention();

    /// How long a repeat waits for the first that is still running before it is refused with 409.
    @WithDefault("2s")
    Duration patience();
}
