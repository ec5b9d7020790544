package com.tasktracker.identity.password;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Which passwords are taken and how they are hashed.
@ConfigMapping(prefix = "identity.passwords")
public interface PasswordConfig {

    /// `PASSWORD_MIN_LENGTH`: in code points; NIST SP 800-63B-4 asks for 15 where a password stands alone.
    @WithDefault("15")
    int minLength();

    /// In code points.
    @WithDefault("128")
    int maxLength();

    /// Memory of one hash in KiB (19 MiB: OWASP's least for Argon2id with two passes).
    @WithDefault("19456")
    int memory();

    /// Passes over that memory.
    @WithDefault("2")
    int passes();

    /// How many hashes may wait for a core; more are refused with 503.
    @WithDefault("128")
    int queue();
}
