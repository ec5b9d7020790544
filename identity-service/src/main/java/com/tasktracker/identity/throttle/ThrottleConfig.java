package com.tasktracker.identity.throttle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How much guessing is allowed.
@ConfigMapping(prefix = "identity.throttle")
public interface ThrottleConfig {

    /// `LOGIN_THROTTLE`: whether anything is counted.
    @WithDefault("true")
    boolean enabled();

    /// Over which time failures are counted.
    @WithDefault("15m")
    Duration window();

    /// Failures of one account from one address in that time, from which on even the right password is refused there.
    @WithDefault("10")
    int perAccountAndAddress();

    /// The same where the address is one from which the account's owner has come before: up to here the right password
    /// is still taken.
    @WithDefault("50")
    int perKnownAddress();

    /// Failures of one account from all addresses together, by its username or by its e-mail, from which on only known
    /// addresses get in by that name.
    @WithDefault("100")
    int perAccount();

    /// Registrations from one address that found a name or an e-mail taken.
    @WithDefault("30")
    int takenPerAddress();

    /// Requests of one user for another e-mail.
    @WithDefault("10")
    int addressChanges();

    /// Refreshes of one session in a minute; above what many tabs of one browser do at once.
    @WithDefault("120")
    int refreshesPerMinute();
}
