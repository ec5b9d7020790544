package com.tasktracker.identity.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long what is mailed is good for.
@ConfigMapping(prefix = "identity.mails")
public interface MailConfig {

    /// `RESET_TOKEN_LIFETIME`: how long a mailed token sets another password.
    @WithDefault("30m")
    Duration resetLifetime();

    /// How long a mailed token proves an address.
    @WithDefault("24h")
    Duration verifyLifetime();
}
