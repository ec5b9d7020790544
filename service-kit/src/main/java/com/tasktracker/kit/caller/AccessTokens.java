package com.tasktracker.kit.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.tasktracker.kit.body.StrictJson;
import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/// Verifies access tokens as RFC 9068 has them, by the rules of the API contract: ES256 alone, a key of our own table,
/// `typ`, `iss`, `aud`, `exp` (5 s of leeway), `nbf` and `iat` (at most 30 s ahead), `sub` and `sid`, and no character
/// that does not belong.
///
/// A verified token is remembered by its exact text until it expires. Whether its session has ended is not known here.
@ApplicationScoped
public class AccessTokens {

    private static final int LEEWAY_SECONDS = 5;
    private static final int MAX_AHEAD_SECONDS = 30;
    private static final int MAX_KEY_ID = 100;
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");

    private final VerificationKeys keys;
    private final TokenConfig config;
    private final Clock clock;
    private final Cache<String, Caller> verified;

    AccessTokens(VerificationKeys keys, TokenConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(config.remembered())
                .expireAfter(Expiry.creating((String _, Caller caller) -> untilExpiry(caller)))
                .build();
    }

    private Duration untilExpiry(Caller caller) {
        Duration left = Duration.between(clock.instant(), caller.expiresAt());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// The caller that an `Authorization` header names. Refuses as 401; as 503 where there are no keys to judge by. May
    /// read the database.
    public Caller verify(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw Problem.unauthenticated();
        }
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Problem.unauthenticated();
        }
        String token = authorization.substring(7);
        Caller known = verified.getIfPresent(token);
        if (known != null && isCurrent(known)) {
            return known;
        }
        Caller caller = check(token);
        verified.put(token, caller);
        return caller;
    }

    private boolean isCurrent(Caller caller) {
        return clock.instant().isBefore(caller.expiresAt().plusSeconds(LEEWAY_SECONDS));
    }

    private Caller check(String token) {
        requireShape(token);
        requireStrictParts(token);
        try {
            JwtClaims claims = consumer().process(token).getJwtClaims();
            requireInTime(claims);
            return caller(claims);
        } catch (InvalidJwtException e) {
            throwIfDatabaseFailed(e);
            if (e.getCause() instanceof UnresolvableKeyException && keys.areMissing()) {
                throw Problem.unavailable("The keys to verify tokens with have not arrived yet.", 1);
            }
            throw refused();
        } catch (MalformedClaimException _) {
            throw refused();
        }
    }

    /// The library wraps whatever looking for the key throws; a database that cannot be reached refuses nobody's token.
    private static void throwIfDatabaseFailed(InvalidJwtException refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseException failure) {
                throw failure;
            }
        }
    }

    /// Three parts of base64url and nothing else, before any of it is decoded.
    private void requireShape(String token) {
        if (token.length() > config.maxLength()) {
            throw refused();
        }
        int dots = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean fits = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!fits) {
                throw refused();
            }
            if (c == '.') {
                dots++;
            }
        }
        if (dots != 2) {
            throw refused();
        }
    }

    /// Duplicate members, and header members that we never write (`jku`, `x5u`, `jwk`, `x5c`, `crit`, ...).
    private static void requireStrictParts(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        Faults faults = new Faults();
        try {
            StrictJson.object(decode(token.substring(0, first)), faults)
                    .fieldNames()
                    .forEachRemaining(name -> {
                        if (!HEADER.contains(name)) {
                            throw refused();
                        }
                    });
            StrictJson.object(decode(token.substring(first + 1, second)), faults);
            // The signature has one spelling: 64 bytes, nothing behind them.
            String signature = token.substring(second + 1);
            if (!Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(decode(signature))
                    .equals(signature)) {
                throw refused();
            }
        } catch (IllegalArgumentException _) {
            throw refused();
        } catch (Problem e) {
            throw e.status() == 401 ? e : refused();
        }
        if (!faults.isEmpty()) {
            throw refused();
        }
    }

    private static byte[] decode(String part) {
        return Base64.getUrlDecoder().decode(part.getBytes(StandardCharsets.US_ASCII));
    }

    private JwtConsumer consumer() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, "ES256"))
                .setVerificationKeyResolver((JsonWebSignature jws, List<JsonWebStructure> _) -> key(jws))
                .setExpectedType(true, "at+jwt")
                .setExpectedIssuer(true, config.issuer())
                .setExpectedAudience(true, config.audience())
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireSubject()
                .setRequireJwtId()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds(MAX_AHEAD_SECONDS)
                .build();
    }

    private Key key(JsonWebSignature jws) throws UnresolvableKeyException {
        String kid = jws.getKeyIdHeaderValue();
        if (kid == null || kid.length() > MAX_KEY_ID) {
            throw new UnresolvableKeyException("no key id");
        }
        PublicKey key = keys.find(kid).orElse(null);
        if (key == null) {
            throw new UnresolvableKeyException("unknown key id");
        }
        return key;
    }

    /// The library has one leeway for `exp` and `nbf`, the contract two.
    private void requireInTime(JwtClaims claims) throws MalformedClaimException {
        Instant expiry = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
        if (!clock.instant().isBefore(expiry.plusSeconds(LEEWAY_SECONDS))) {
            throw refused();
        }
        Instant latest = clock.instant().plusSeconds(MAX_AHEAD_SECONDS);
        NumericDate notBefore = claims.getNotBefore();
        boolean isAhead = Instant.ofEpochSecond(claims.getIssuedAt().getValue()).isAfter(latest)
                || (notBefore != null
                        && Instant.ofEpochSecond(notBefore.getValue()).isAfter(latest));
        if (isAhead) {
            throw refused();
        }
    }

    private static Caller caller(JwtClaims claims) throws MalformedClaimException {
        String sid = claims.getClaimValue("sid", String.class);
        String clientId = claims.getClaimValue("client_id", String.class);
        if (sid == null || clientId == null) {
            throw refused();
        }
        UUID user = Ids.parse(claims.getSubject()).orElseThrow(AccessTokens::refused);
        UUID session = Ids.parse(sid).orElseThrow(AccessTokens::refused);
        return new Caller(
                user, session, Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
    }

    /// One answer for every way in which a token can be wrong: what exactly it was helps nobody honest.
    private static Problem refused() {
        return Problem.invalidToken("The token is malformed, expired, or not one that this API issued.");
    }
}
