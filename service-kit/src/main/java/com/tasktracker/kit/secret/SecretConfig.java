package com.tasktracker.kit.secret;

import io.smallrye.config.ConfigMapping;

/// The secret that is a service's own.
@ConfigMapping(prefix = "tasktracker.secrets")
public interface SecretConfig {

    /// `APP_SECRET`: at least 32 characters, as `current` or `current,previous`. The current one makes, both are
    /// accepted, so that it can be exchanged without anybody noticing.
    String app();
}
