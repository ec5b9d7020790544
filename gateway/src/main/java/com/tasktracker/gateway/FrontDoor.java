package com.tasktracker.gateway;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.ProblemType;
import com.tasktracker.gateway.health.HealthPage;
import com.tasktracker.gateway.hygiene.Framing;
import com.tasktracker.gateway.hygiene.RequestTarget;
import com.tasktracker.gateway.hygiene.StrictRequestDecoder;
import com.tasktracker.gateway.upstream.Forwarder;
import com.tasktracker.gateway.upstream.Routes;
import com.tasktracker.gateway.upstream.Upstream;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes requests, on one event loop; all of these share the port.
final class FrontDoor extends AbstractVerticle {
    private static final Logger LOG = Logger.getLogger(FrontDoor.class);
    private static final String NO_ROUTE = "There is nothing here, or nothing that you may see.";

    private final GatewayConfig config;
    private final Routes routes;
    private final HealthPage health;
    private final int doors;
    private @Nullable HttpServer server;

    FrontDoor(GatewayConfig config, Routes routes, HealthPage health, int doors) {
        this.config = config;
        this.routes = routes;
        this.health = health;
        this.doors = doors;
    }

    @Override
    public void start(Promise<Void> started) {
        Forwarder ours = new Forwarder(vertx, config, doors);
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(8 * 1024)
                .setIdleTimeout(120)
                .setTcpNoDelay(true);
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> StrictRequestDecoder.guard(connection, options))
                .requestHandler(request -> handle(ours, request))
                .invalidRequestHandler(this::refuseUnreadable);
        server.listen(config.port(), config.host()).<Void>mapEmpty().onComplete(started);
    }

    /// The port that it listens on.
    int port() {
        return server == null ? -1 : server.actualPort();
    }

    private void handle(Forwarder ours, HttpServerRequest request) {
        Exchange exchange = begin(request);
        try {
            admit(ours, exchange);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Request %s failed", exchange.requestId());
            exchange.closeAfterwards();
            exchange.refuse(ProblemType.INTERNAL_ERROR, "Tell us the request id if it persists.");
        }
    }

    private Exchange begin(HttpServerRequest request) {
        Exchange exchange = new Exchange(vertx, request, System.nanoTime());
        HttpServerResponse response = request.response();
        response.headersEndHandler(_ -> response.headers().set("x-request-id", exchange.requestId()));
        return exchange;
    }

    private void admit(Forwarder ours, Exchange exchange) {
        HttpServerRequest request = exchange.request();
        String fault = Framing.faultOf(request);
        if (fault != null) {
            exchange.closeAfterwards();
            exchange.refuse(ProblemType.MALFORMED_REQUEST, fault);
            return;
        }
        switch (RequestTarget.parse(request.uri())) {
            case RequestTarget.Valid target -> route(ours, exchange, target);
            case RequestTarget.Refused refused -> {
                if (refused == RequestTarget.Refused.MALFORMED) {
                    exchange.closeAfterwards();
                    exchange.refuse(ProblemType.MALFORMED_REQUEST, "The request target is not a valid one.");
                } else {
                    exchange.refuse(ProblemType.NOT_FOUND, NO_ROUTE);
                }
            }
        }
    }

    private void route(Forwarder ours, Exchange exchange, RequestTarget.Valid target) {
        Upstream upstream = routes.find(target.prefix());
        if (upstream != null && exchange.announcedLength() > config.maxBody()) {
            exchange.closeAfterwards();
            exchange.refuse(ProblemType.CONTENT_TOO_LARGE, "The body may have at most " + config.maxBody() + " bytes.");
        } else if (upstream != null) {
            ours.forward(exchange, target, upstream);
        } else if (!health.answer(exchange, target.path())) {
            exchange.refuse(ProblemType.NOT_FOUND, NO_ROUTE);
        }
    }

    /// Of these the decoder gave up; nothing after them on the connection can be trusted.
    private void refuseUnreadable(HttpServerRequest request) {
        Exchange exchange = begin(request);
        exchange.closeAfterwards();
        if (request.decoderResult().cause() instanceof TooLongFrameException) {
            exchange.refuse(ProblemType.HEADERS_TOO_LARGE, "The request line or the header fields are too long.");
        } else {
            exchange.refuse(ProblemType.MALFORMED_REQUEST, "The request cannot be read.");
        }
    }
}
