package com.tasktracker.identity.session;

import com.tasktracker.kit.secret.Keyring;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/// An opaque refresh token of 256 bits. Its successor is a keyed hash of it: whoever shows it again gets the same one,
/// and nobody can tell one from the other without the key.
record RefreshToken(String text) {

    /// Characters.
    static final int LENGTH = 43;

    private static final String PURPOSE = "refresh-successor";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static RefreshToken random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return of(bytes);
    }

    private static RefreshToken of(byte[] bytes) {
        return new RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    RefreshToken successor(Keyring keyring) {
        return of(keyring.hash(PURPOSE, bytes()));
    }

    /// The successor as each secret makes it, the current one first: the one that was given may be of the previous.
    List<RefreshToken> successors(Keyring keyring) {
        return keyring.hashes(PURPOSE, bytes()).stream().map(RefreshToken::of).toList();
    }

    /// What is stored: SHA-256, which is enough for 256 random bits.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "a refresh token";
    }
}
