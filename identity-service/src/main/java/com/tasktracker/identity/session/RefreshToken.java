package com.tasktracker.identity.session;

import com.tasktracker.kit.secret.Keyring;
import com.tasktracker.kit.secret.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An opaque refresh token of 256 bits. Its successor is a keyed hash of it: whoever shows it again gets the same one,
/// and nobody can tell one from the other without the key.
record RefreshToken(OpaqueToken token) {

    private static final String PURPOSE = "refresh-successor";

    /// One that somebody shows.
    static RefreshToken shown(String text) {
        return new RefreshToken(new OpaqueToken(text));
    }

    static RefreshToken random() {
        return new RefreshToken(OpaqueToken.random());
    }

    RefreshToken successor(Keyring keyring) {
        return of(keyring.hash(PURPOSE, bytes()));
    }

    /// The successor as each secret makes it, the current one first: the one that was given may be of the previous.
    List<RefreshToken> successors(Keyring keyring) {
        return keyring.hashes(PURPOSE, bytes()).stream().map(RefreshToken::of).toList();
    }

    private static RefreshToken of(byte[] bits) {
        return new RefreshToken(OpaqueToken.of(bits));
    }

    String text() {
        return token.text();
    }

    /// What is stored.
    byte[] hash() {
        return token.hash();
    }

    private byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
