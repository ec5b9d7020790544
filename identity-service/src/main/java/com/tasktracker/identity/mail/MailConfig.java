package com.tasktracker.identity.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What is mailed, and how often.
@ConfigMapping(prefix = "identity.mails")
public interface MailConfig {

    /// `RESET_TOKEN_LIFETIME`: how long a mailed token sets another password.
    @WithDefault("30m")
    Duration resetLifetime();

    /// How long a mailed token proves an address.
    @WithDefault("24h")
    Duration verifyLifetime();

    /// The most mails to one address in an hour; more wait.
    @WithDefault("3")
    int hourlyLimit();

    /// `LOGIN_THROTTLE`: whether mails are counted at all.
    @WithDefault("true")
    boolean counted();

    /// How long a mail that cannot be sent is tried again.
    @WithDefault("24h")
    Duration patience();
}
