package com.tasktracker.gateway.limit;

import com.tasktracker.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.Key;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/// Whose an access token is, as far as counting goes; what it allows is for the services to judge.
///
/// Signatures are checked on one thread of their own, never on an event loop, and only so many wait for it. A verified
/// token is remembered by its exact text until it expires.
final class Tokens {
    private static final int LONGEST = 4_096;
    private static final int MOST_WAITING = 256;
    private static final int LEEWAY_SECONDS = 5;

    /// Whose a token is.
    sealed interface Holder {
        /// A user, by id.
        record User(String id) implements Holder {}

        /// Why there is none.
        enum Nobody implements Holder {
            /// It may become known; to find out cost nothing.
            KEY_NOT_KNOWN,
            REFUSED
        }
    }

    private record Verified(String user, long until) {}

    private final KeySet keys;
    private final GatewayConfig config;
    private final Clock clock;
    private final WorkerExecutor worker;
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();
    private final Map<String, Future<Holder>> waiting = new ConcurrentHashMap<>();

    Tokens(Vertx vertx, KeySet keys, GatewayConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
        this.worker = vertx.createSharedWorkerExecutor("token-verification", 1);
    }

    /// The user of a token that is remembered.
    @Nullable
    String known(String token) {
        Verified known = verified.get(token);
        return known != null && clock.millis() < known.until ? known.user : null;
    }

    /// Whether a signature has to be checked to know whose this is, and may be.
    boolean isWorthVerifying(String token) {
        return token.length() <= LONGEST && waiting.size() < MOST_WAITING;
    }

    /// Whose this token is.
    Future<Holder> verify(String token) {
        Promise<Holder> promise = Promise.promise();
        Future<Holder> other = waiting.putIfAbsent(token, promise.future());
        if (other != null) {
            return other;
        }
        worker.<Holder>executeBlocking(() -> check(token), false).onComplete(result -> {
            waiting.remove(token);
            promise.complete(result.succeeded() ? result.result() : Holder.Nobody.REFUSED);
        });
        return promise.future();
    }

    private Holder check(String token) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                            ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
                    .setVerificationKeyResolver((signature, _) -> keyOf(signature))
                    .setExpectedType(true, "at+jwt")
                    .setExpectedIssuer(config.tokenIssuer())
                    .setExpectedAudience(config.tokenAudience())
                    .setRequireExpirationTime()
                    .setRequireSubject()
                    .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(token);
            remember(
                    token,
                    new Verified(claims.getSubject(), claims.getExpirationTime().getValueInMillis()));
            return new Holder.User(claims.getSubject());
        } catch (InvalidJwtException e) {
            return e.getCause() instanceof UnresolvableKeyException
                    ? Holder.Nobody.KEY_NOT_KNOWN
                    : Holder.Nobody.REFUSED;
        } catch (MalformedClaimException _) {
            return Holder.Nobody.REFUSED;
        }
    }

    private Key keyOf(JsonWebSignature signature) throws UnresolvableKeyException {
        String id = signature.getKeyIdHeaderValue();
        Key key = id == null ? null : keys.find(id);
        if (key == null) {
            throw new UnresolvableKeyException("Not a key of this API");
        }
        return key;
    }

    private void remember(String token, Verified holder) {
        if (verified.size() >= config.rememberedTokens()) {
            long now = clock.millis();
            verified.values().removeIf(each -> each.until <= now);
            // Still full of good ones: any will do, it costs its owner one more check.
            verified.keySet().stream()
                    .limit(Math.max(0, verified.size() - config.rememberedTokens() + 1L))
                    .toList()
                    .forEach(verified::remove);
        }
        verified.put(token, holder);
    }
}
