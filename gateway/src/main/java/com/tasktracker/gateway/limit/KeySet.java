package com.tasktracker.gateway.limit;

import com.tasktracker.gateway.upstream.Replica;
import com.tasktracker.gateway.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// The published keys of the identity service, fetched in the background; the last good set is kept while there is no
/// newer one.
final class KeySet {
    private static final Logger LOG = Logger.getLogger(KeySet.class);
    private static final String PATH = "/.well-known/jwks.json";
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int RETRY_MILLIS = 2_000;
    private static final int REFRESH_MILLIS = 60_000;
    /// However many tokens name a key that is not known.
    private static final long LEAST_NANOS_BETWEEN = 5_000_000_000L;
    private static final int MOST_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final Upstream identity;
    private final HttpClient client;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicBoolean fetching = new AtomicBoolean();
    private final AtomicLong fetchedAt = new AtomicLong(System.nanoTime() - LEAST_NANOS_BETWEEN);
    private volatile Map<String, ECPublicKey> keys = Map.of();
    private volatile boolean stopped;

    KeySet(Vertx vertx, Upstream identity) {
        this.vertx = vertx;
        this.identity = identity;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS), new PoolOptions().setHttp1MaxSize(1));
    }

    /// Begins to fetch them.
    ///
    /// @return is over with the first attempt, however it ended
    Future<Void> start() {
        return fetch().transform(result -> {
            if (!stopped) {
                vertx.setTimer(result.succeeded() ? REFRESH_MILLIS : RETRY_MILLIS, _ -> start());
            }
            return Future.succeededFuture();
        });
    }

    void stop() {
        stopped = true;
    }

    /// The key of this id; one that is not known is looked for in the background.
    @Nullable
    ECPublicKey find(String id) {
        ECPublicKey key = keys.get(id);
        if (key == null && System.nanoTime() - fetchedAt.get() > LEAST_NANOS_BETWEEN) {
            fetch();
        }
        return key;
    }

    private Future<Void> fetch() {
        if (stopped || !fetching.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        fetchedAt.set(System.nanoTime());
        return ask(identity.replicas().size())
                .<Void>map(body -> {
                    keys = parse(body);
                    return null;
                })
                .onFailure(cause -> LOG.debugf("No key set: %s", cause.getMessage()))
                .eventually(() -> {
                    fetching.set(false);
                    return Future.succeededFuture();
                });
    }

    /// Asks one replica after another, so many at most, until one answers.
    private Future<Buffer> ask(int attempts) {
        Replica replica = identity.replicas()
                .get(Math.floorMod(turn.getAndIncrement(), identity.replicas().size()));
        RequestOptions options = new RequestOptions()
                .setServer(replica.address())
                .setHost(replica.address().host())
                .setPort(replica.address().port())
                .setURI(PATH)
                .setTimeout(TIMEOUT_MILLIS);
        Future<Buffer> answer =
                client.request(options).compose(request -> request.send().compose(KeySet::bodyOf));
        return attempts == 1 ? answer : answer.recover(_ -> ask(attempts - 1));
    }

    private static Future<Buffer> bodyOf(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture("status " + response.statusCode());
        }
        return response.body();
    }

    private static Map<String, ECPublicKey> parse(Buffer body) {
        if (body.length() > MOST_BYTES) {
            throw new IllegalArgumentException("The key set is too long");
        }
        Map<String, ECPublicKey> found = new HashMap<>();
        try {
            for (JsonWebKey key : new JsonWebKeySet(body.toString(StandardCharsets.UTF_8)).getJsonWebKeys()) {
                if (key instanceof EllipticCurveJsonWebKey curve && key.getKeyId() != null) {
                    found.put(key.getKeyId(), curve.getECPublicKey());
                }
            }
        } catch (JoseException e) {
            throw new IllegalArgumentException("The key set cannot be read", e);
        }
        return Map.copyOf(found);
    }
}
