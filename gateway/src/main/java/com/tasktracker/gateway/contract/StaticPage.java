package com.tasktracker.gateway.contract;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Something that is the same for everybody until the next release.
///
/// @param tag a strong entity tag (RFC 9110, section 8.8.3)
/// @param policy the content security policy
record StaticPage(String type, Buffer body, String tag, String policy) {

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /// What shows nothing by itself.
    static StaticPage of(String type, byte[] body) {
        return of(type, body, NOTHING);
    }

    static StaticPage of(String type, byte[] body, String policy) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new StaticPage(
                    type, Buffer.buffer(body), "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"", policy);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static StaticPage of(String type, String body) {
        return of(type, body.getBytes(StandardCharsets.UTF_8));
    }
}
