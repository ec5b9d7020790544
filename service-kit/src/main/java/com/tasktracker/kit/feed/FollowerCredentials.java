package com.tasktracker.kit.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells by the HTTP Basic credential (RFC 7617) which follower asks. Secrets are compared in constant time; current
/// and previous are both valid.
@ApplicationScoped
class FollowerCredentials {

    private static final String SCHEME = "Basic ";

    private final FeedsConfig config;

    FollowerCredentials(FeedsConfig config) {
        this.config = config;
    }

    /// The follower's name, or empty when the header shows no valid credential.
    Optional<String> followerOf(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String shown;
        try {
            shown = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(SCHEME.length()).strip()),
                    UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = shown.indexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String name = shown.substring(0, colon);
        return accepts(name, shown.substring(colon + 1)) ? Optional.of(name) : Optional.empty();
    }

    private boolean accepts(String name, String secret) {
        boolean accepted = false;
        for (String valid : config.followers().getOrDefault(name, List.of())) {
            accepted |= !valid.isBlank() && MessageDigest.isEqual(valid.getBytes(UTF_8), secret.getBytes(UTF_8));
        }
        return accepted;
    }

    static String header(String name, String secret) {
        return SCHEME + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(UTF_8));
    }
}
