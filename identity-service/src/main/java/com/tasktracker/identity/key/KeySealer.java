package com.tasktracker.identity.key;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts private keys with AES-256-GCM (NIST SP 800-38D), each bound to its key id, under a key that is not in the
/// database.
@ApplicationScoped
class KeySealer {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<SecretKeySpec> keys;

    @Inject
    KeySealer(KeyConfig config) {
        this(config.encryption());
    }

    /// @param keys `current` or `current,previous`, each 32 bytes in base64
    KeySealer(String keys) {
        this.keys = Arrays.stream(keys.split(",")).map(KeySealer::key).toList();
    }

    private static SecretKeySpec key(String text) {
        byte[] key = Base64.getDecoder().decode(text.strip());
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("KEY_ENCRYPTION_KEY must be " + KEY_BYTES + " bytes in base64");
        }
        return new SecretKeySpec(key, "AES");
    }

    /// What was sealed, and whether it was with a key that is to be replaced.
    @SuppressWarnings("ArrayRecordComponent") // passed on to be parsed, never compared
    record Opened(byte[] content, boolean isOfPreviousKey) {}

    byte[] seal(String kid, byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), kid, nonce).doFinal(content);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the private key cannot be encrypted", e);
        }
    }

    /// Empty where none of the keys fits, or what is kept was changed.
    Optional<Opened> open(String kid, byte[] whole) {
        if (whole.length <= NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(whole, NONCE_BYTES, whole.length);
        for (SecretKeySpec key : keys) {
            try {
                byte[] content = cipher(Cipher.DECRYPT_MODE, key, kid, nonce).doFinal(sealed);
                return Optional.of(new Opened(content, !key.equals(keys.getFirst())));
            } catch (GeneralSecurityException _) {
                // Not with this one; the next may fit.
            }
        }
        return Optional.empty();
    }

    private static Cipher cipher(int mode, SecretKeySpec key, String kid, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
