package com.tasktracker.identity.key;

import java.security.PrivateKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key pair for ES256 (RFC 7518, section 3.4).
///
/// @param jwk the public half as JSON (RFC 7517)
/// @param privateKey `null` where it cannot be decrypted with the keys that this process has
/// @param activeFrom when it begins to sign
record SigningKey(String kid, String jwk, @Nullable PrivateKey privateKey, Instant activeFrom) {

    KeyPlan.Term term() {
        return new KeyPlan.Term(kid, activeFrom, privateKey != null);
    }
}
