package com.tasktracker.team.invitation;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Hashes e-mail addresses as the identity service does, which tells of people nothing but the hash of their verified
/// address: HMAC-SHA-256 of it in lower case, in small hexadecimal digits.
@Startup // a key that is too short is found out at once
@ApplicationScoped
class Addresses {

    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST_KEY = 32;

    private final List<SecretKeySpec> keys;

    Addresses(InvitationConfig config) {
        this.keys = Arrays.stream(config.emailHashKey().split(",", -1))
                .map(key -> key(key.strip()))
                .toList();
    }

    private static SecretKeySpec key(String text) {
        if (text.length() < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "each EMAIL_HASH_KEY must have at least " + SHORTEST_KEY + " characters");
        }
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /// The address with its hashes by each of the keys, so that a key can be exchanged while invitations are open.
    Address of(String email) {
        String lower = email.toLowerCase(Locale.ROOT);
        return new Address(lower, keys.stream().map(key -> hash(key, lower)).toList());
    }

    private static String hash(SecretKeySpec key, String email) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(email.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
