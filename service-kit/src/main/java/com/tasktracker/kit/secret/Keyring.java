package com.tasktracker.kit.secret;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keyed hashes (HMAC-SHA-256) with a key of their own for each purpose, derived from the application's secret by HKDF
/// (RFC 5869), so that what one purpose shows tells nothing about another.
@Startup // a secret that is too short is found out at once
@ApplicationScoped
public class Keyring {

    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST_SECRET = 32;

    private final List<String> secrets;
    private final Map<String, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();

    @Inject
    Keyring(SecretConfig config) {
        this(config.app());
    }

    /// @param secrets `current` or `current,previous`, each of at least 32 characters
    public Keyring(String secrets) {
        this.secrets = Arrays.stream(secrets.split(",")).map(String::strip).toList();
        if (this.secrets.stream().anyMatch(secret -> secret.length() < SHORTEST_SECRET)) {
            throw new IllegalArgumentException("each secret must have at least " + SHORTEST_SECRET + " characters");
        }
    }

    /// The hash of a message with the current secret: 32 bytes.
    public byte[] hash(String purpose, byte[] message) {
        return hmac(keys(purpose).getFirst(), message);
    }

    /// The hashes of a message with each secret, the current one first, to look up what an older one made.
    public List<byte[]> hashes(String purpose, byte[] message) {
        List<byte[]> hashes = new ArrayList<>();
        for (SecretKeySpec key : keys(purpose)) {
            hashes.add(hmac(key, message));
        }
        return hashes;
    }

    /// Whether the hash is that of the message with any of the secrets, compared in constant time. A hash that was cut
    /// short is compared with as much as there is, which must be at least 16 bytes.
    public boolean verify(String purpose, byte[] message, byte[] hash) {
        if (hash.length < 16 || hash.length > 32) {
            return false;
        }
        boolean isOurs = false;
        for (byte[] expected : hashes(purpose, message)) {
            isOurs |= MessageDigest.isEqual(Arrays.copyOf(expected, hash.length), hash);
        }
        return isOurs;
    }

    private List<SecretKeySpec> keys(String purpose) {
        return keys.computeIfAbsent(
                purpose,
                name -> secrets.stream().map(secret -> derive(secret, name)).toList());
    }

    private static SecretKeySpec derive(String secret, String purpose) {
        byte[] extracted = hmac(new SecretKeySpec(new byte[32], HMAC), secret.getBytes(StandardCharsets.UTF_8));
        byte[] info = (purpose + "\u0001").getBytes(StandardCharsets.UTF_8);
        return new SecretKeySpec(hmac(new SecretKeySpec(extracted, HMAC), info), HMAC);
    }

    private static byte[] hmac(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
