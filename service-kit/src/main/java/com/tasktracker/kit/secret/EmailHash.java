package com.tasktracker.kit.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The keyed hash by which services tell each other of an e-mail without naming it: HMAC-SHA-256 of the address in
/// lower case, in lower-case hex. The identity service publishes it, the team service compares it.
public final class EmailHash {

    private static final String HMAC = "HmacSHA256";

    private static final int SHORTEST_KEY = 32;

    private static final int KEY_ID_LENGTH = 16;

    private final List<SecretKeySpec> keys;

    /// @param keys `EMAIL_HASH_KEY`, as `current` or `current,previous`, each of at least 32 characters; the UTF-8
    ///     bytes of each text are the key
    public EmailHash(String keys) {
        this.keys =
                Arrays.stream(keys.split(",", -1)).map(key -> key(key.strip())).toList();
    }

    private static SecretKeySpec key(String text) {
        if (text.length() < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "each EMAIL_HASH_KEY must have at least " + SHORTEST_KEY + " characters");
        }
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /// The hash with the current key: what is published.
    public String of(String email) {
        return hash(keys.getFirst(), email);
    }

    /// The hashes with each key, the current one first: what a published hash may equal.
    public List<String> all(String email) {
        return keys.stream().map(key -> hash(key, email)).toList();
    }

    /// Whether it is the address of which this is a published hash.
    public boolean matches(String email, String hash) {
        return all(email).contains(hash);
    }

    /// Names the current key without telling it.
    public String keyId() {
        return keyId(keys.getFirst());
    }

    /// Names the keys that are being replaced.
    public List<String> previousKeyIds() {
        return keys.stream().skip(1).map(EmailHash::keyId).toList();
    }

    /// The hash of what is no address, cut short.
    private static String keyId(SecretKeySpec key) {
        return hash(key, "key id").substring(0, KEY_ID_LENGTH);
    }

    private static String hash(SecretKeySpec key, String email) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of()
                    .formatHex(mac.doFinal(email.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
