package com.tasktracker.gateway;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.ProblemType;
import com.tasktracker.gateway.hygiene.Fields;
import com.tasktracker.gateway.hygiene.Listener;
import com.tasktracker.gateway.hygiene.StrictRequestDecoder;
import com.tasktracker.gateway.observe.AccessLog;
import com.tasktracker.gateway.observe.Numbers;
import com.tasktracker.gateway.observe.Spans;
import com.tasktracker.gateway.upstream.Forwarder;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes requests, on one event loop; all doors share the port.
final class FrontDoor extends AbstractVerticle {
    private static final Logger LOG = Logger.getLogger(FrontDoor.class);
    private static final Duration SWEEP = Duration.ofMillis(250);
    /// On the way down: how long a connection without a request is kept, since its client may just be sending one.
    private static final long IDLE_GRACE = Duration.ofSeconds(1).toNanos();

    private final GatewayConfig config;
    private final Admission admission;
    private final AccessLog log;
    private final Numbers numbers;
    private final Spans spans;
    private final Listener listener;
    private final int doors;
    private final Set<HttpConnection> connections = new HashSet<>();
    private final Map<HttpConnection, Exchange> underWay = new HashMap<>();
    private @Nullable HttpServer server;
    private @Nullable Forwarder forwarder;
    private boolean lastOnes;
    private @Nullable Promise<Void> emptied;
    private long idleUntil;

    /// @param listener the same for all doors
    /// @param doors how many there are
    FrontDoor(
            GatewayConfig config,
            Admission admission,
            AccessLog log,
            Numbers numbers,
            Spans spans,
            Listener listener,
            int doors) {
        this.spans = spans;
        this.listener = listener;
        this.log = log;
        this.numbers = numbers;
        this.config = config;
        this.admission = admission;
        this.doors = doors;
    }

    @Override
    public void start(Promise<Void> started) {
        forwarder = new Forwarder(vertx, config, doors);
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(8 * 1024)
                .setIdleTimeout(120)
                .setTcpNoDelay(true);
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> greet(connection, options))
                .requestHandler(this::take)
                .invalidRequestHandler(request -> admission.refuseUnreadable(begin(request)));
        vertx.setPeriodic(SWEEP.toMillis(), _ -> sweep());
        server.listen(config.port(), config.host()).<Void>mapEmpty().onComplete(started);
    }

    /// The port that it listens on.
    int port() {
        return server == null ? -1 : server.actualPort();
    }

    private void greet(HttpConnection connection, HttpServerOptions options) {
        StrictRequestDecoder.guard(connection, options);
        listener.admitted(connection);
        connections.add(connection);
        connection.closeHandler(_ -> {
            connections.remove(connection);
            underWay.remove(connection);
        });
    }

    private void take(HttpServerRequest request) {
        if (StrictRequestDecoder.isClosing(request.connection())) {
            return;
        }
        Exchange exchange = begin(request);
        try {
            if (forwarder != null) {
                admission.admit(exchange, forwarder);
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "Request %s failed", exchange.requestId());
            exchange.closeAfterwards();
            exchange.refuse(ProblemType.INTERNAL_ERROR, "Tell us the request id if it persists.");
        }
    }

    private Exchange begin(HttpServerRequest request) {
        Exchange exchange = new Exchange(vertx, request, admission.clients().of(request), System.nanoTime());
        Span span = spans.begin(exchange);
        underWay.put(request.connection(), exchange);
        MultiMap fields = request.response().headers();
        request.response().headersEndHandler(_ -> {
            if (lastOnes) {
                exchange.closeAfterwards();
            }
            if (exchange.isClosing()) {
                fields.set("connection", "close");
                StrictRequestDecoder.announceClose(request.connection());
            }
            fields.set("x-request-id", exchange.requestId());
            admission.cors().mark(request, fields);
            Fields.complete(fields);
        });
        request.response().endHandler(_ -> end(exchange, span));
        return exchange;
    }

    private void end(Exchange exchange, @Nullable Span span) {
        underWay.remove(exchange.request().connection(), exchange);
        StrictRequestDecoder.answered(exchange.request().connection());
        exchange.over();
        long nanos = System.nanoTime() - exchange.startedAt();
        log.add(exchange, nanos);
        numbers.add(exchange, nanos);
        if (span != null) {
            spans.end(span, exchange);
        }
    }

    /// From now on each response is the last of its connection. After a while takes no more connections either, and
    /// succeeds when those that there are have ended.
    Future<Void> drain() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(_ -> {
            lastOnes = true;
            vertx.setTimer(Math.max(1, config.drainDelay().toMillis()), _ -> stopListening(done));
        });
        return done.future();
    }

    private void stopListening(Promise<Void> done) {
        emptied = done;
        idleUntil = System.nanoTime() + IDLE_GRACE;
        listener.close();
    }

    private void sweep() {
        long now = System.nanoTime();
        boolean idleMustGo = emptied != null && now - idleUntil >= 0;
        for (HttpConnection connection : List.copyOf(connections)) {
            boolean slow = StrictRequestDecoder.isHeadOlderThan(connection, config.clientTimeout(), now);
            if (slow || (idleMustGo && !underWay.containsKey(connection))) {
                connection.close();
            }
        }
        if (emptied != null && forwarder != null) {
            // Again and again: one may have been asked for before, and begin only now.
            forwarder.endStreams();
        }
        if (emptied != null && connections.isEmpty()) {
            emptied.tryComplete();
        }
    }
}
