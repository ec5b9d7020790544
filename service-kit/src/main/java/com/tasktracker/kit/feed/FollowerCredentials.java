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
public class FollowerCredentials {

    private static final String SCHEME = "Basic ";

    private final FeedsConfig config;

    FollowerCredentials(FeedsConfig config) {
        this.config = config;
    }

    /// Whether the header shows the name and the secret with which this service itself follows: who knows them runs it.
    public boolean isOwn(@Nullable String authorization) {
        Shown shown = Shown.in(authorization).orElse(null);
        return shown != null
                && config.name().filter(shown.name()::equals).isPresent()
                && accepts(config.secret().orElse(List.of()), shown.secret());
    }

    /// The follower's name, or empty when the header shows no valid credential.
    Optional<String> followerOf(@Nullable String authorization) {
        return Shown.in(authorization)
                .filter(shown -> accepts(config.followers().getOrDefault(shown.name(), List.of()), shown.secret()))
                .map(Shown::name);
    }

    private static boolean accepts(List<String> secrets, String shown) {
        boolean accepted = false;
        for (String valid : secrets) {
            accepted |= !valid.isBlank() && MessageDigest.isEqual(valid.getBytes(UTF_8), shown.getBytes(UTF_8));
        }
        return accepted;
    }

    private record Shown(String name, String secret) {

        static Optional<Shown> in(@Nullable String authorization) {
            if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return Optional.empty();
            }
            try {
                String text = new String(
                        Base64.getDecoder()
                                .decode(authorization.substring(SCHEME.length()).strip()),
                        UTF_8);
                int colon = text.indexOf(':');
                return colon < 1
                        ? Optional.empty()
                        : Optional.of(new Shown(text.substring(0, colon), text.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    static String header(String name, String secret) {
        return SCHEME + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(UTF_8));
    }
}
