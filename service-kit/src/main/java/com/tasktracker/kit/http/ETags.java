package com.tasktracker.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Strong entity tags (RFC 9110, section 8.8.3): the version and a digest of all that is shown.
@Singleton
public class ETags {

    private static final int DIGEST_BYTES = 8;

    private final ObjectMapper mapper;

    ETags(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public String of(Versioned view) {
        try {
            return of(view.version(), mapper.writeValueAsBytes(view));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String of(long version, byte[] shown) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(shown);
            return "\"" + version + "-" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
