package com.tasktracker.kit.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How mails are sent.
@ConfigMapping(prefix = "tasktracker.mails")
public interface MailConfig {

    /// The most mails of this service to one address in an hour; more wait.
    @WithDefault("3")
    int hourlyLimit();

    /// `LOGIN_THROTTLE`: whether that limit is kept.
    @WithDefault("true")
    boolean counted();

    /// How often it is looked for mails that are due, whole seconds: those that were put off, or left by a replica that
    /// is gone.
    @WithDefault("5s")
    Duration lookEvery();

    /// How long handing one to the SMTP server may take before it is tried again later; below a minute.
    @WithDefault("8s")
    Duration sendLimit();
}
