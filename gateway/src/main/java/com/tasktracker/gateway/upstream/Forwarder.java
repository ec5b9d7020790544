package com.tasktracker.gateway.upstream;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.hygiene.RequestTarget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Forwards the requests of one event loop, over connections of its own, so that no request changes its thread.
public final class Forwarder {
    private static final Duration SWEEP = Duration.ofMillis(250);

    /// What a client and a service say in a few pieces at most goes through in one.
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final HttpClient client;
    private final HttpClient streams;
    private final GatewayConfig config;
    private final Set<Forwarding> underWay = new HashSet<>();
    /// When each connection is to be renewed, by [System#nanoTime].
    private final Map<HttpConnection, Long> renewals = new HashMap<>();

    /// @param loops how many event loops share the connections of [GatewayConfig#connectionsPerReplica]
    public Forwarder(Vertx vertx, GatewayConfig config, int loops) {
        this.config = config;
        int connections = Math.max(1, config.connectionsPerReplica() / loops);
        this.client = client(vertx, config, connections);
        this.streams = client(vertx, config, Math.max(1, config.streamsPerReplica() / loops));
        vertx.setPeriodic(SWEEP.toMillis(), _ -> sweep());
    }

    private HttpClient client(Vertx vertx, GatewayConfig config, int connections) {
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setMaxHeaderSize(32 * 1024)
                        .setMaxInitialLineLength(8 * 1024)
                        .setKeepAliveTimeout(30)
                        .setTcpNoDelay(true)
                        .setMaxChunkSize(MOST_AT_ONCE)
                        .setDecompressionSupported(false))
                .with(new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections))
                .withConnectHandler(this::remember)
                .build();
    }

    private void remember(HttpConnection connection) {
        long lifetime = config.connectionLifetime().toNanos();
        long early = ThreadLocalRandom.current().nextLong(lifetime / 4 + 1);
        renewals.put(connection, System.nanoTime() + lifetime - early);
        connection.closeHandler(_ -> renewals.remove(connection));
    }

    /// Whether this connection has lived long enough: the request that it carries now is its last.
    boolean isWornOut(HttpConnection connection, long now) {
        Long renewal = renewals.get(connection);
        return renewal != null && now - renewal >= 0;
    }

    /// Answers the exchange with what a replica of the upstream answers, or with a problem.
    public void forward(Exchange exchange, RequestTarget.Valid target, Upstream upstream) {
        new Forwarding(this, exchange, target, upstream).start();
    }

    Future<HttpClientRequest> connect(Replica replica, Exchange exchange, String uri) {
        RequestOptions options = new RequestOptions()
                .setServer(replica.address())
                .setHost(replica.address().host())
                .setPort(replica.address().port())
                .setMethod(exchange.request().method())
                .setURI(uri)
                // Twice as long as connecting may take: where this time is over, it was spent waiting for a connection.
                .setConnectTimeout(2 * config.connectTimeout().toMillis());
        try {
            return (exchange.asksForStream() ? streams : client).request(options);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    GatewayConfig config() {
        return config;
    }

    void began(Forwarding forwarding) {
        underWay.add(forwarding);
    }

    void ended(Forwarding forwarding) {
        underWay.remove(forwarding);
    }

    /// Ends the event streams, which would go on for ever; their clients come back with the id of the last event that
    /// they saw.
    public void endStreams() {
        List.copyOf(underWay).forEach(Forwarding::endStream);
    }

    /// Looks for those that stand still, and for clients that keep too many waiting; one look for all is cheaper than a
    /// timer for each.
    private void sweep() {
        long now = System.nanoTime();
        Map<String, Integer> heldUp = new HashMap<>();
        for (Forwarding forwarding : List.copyOf(underWay)) {
            forwarding.checkProgress(now);
            if (forwarding.isHeldUp(now)
                    && heldUp.merge(forwarding.caller(), 1, Integer::sum) > config.slowRequestsPerClient()) {
                forwarding.giveWay();
            }
        }
    }
}
