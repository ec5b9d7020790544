package com.tasktracker.gateway;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.contract.Documentation;
import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.ProblemType;
import com.tasktracker.gateway.health.HealthPage;
import com.tasktracker.gateway.hygiene.Clients;
import com.tasktracker.gateway.hygiene.Cors;
import com.tasktracker.gateway.hygiene.Framing;
import com.tasktracker.gateway.hygiene.RequestTarget;
import com.tasktracker.gateway.limit.RateLimits;
import com.tasktracker.gateway.limit.Streams;
import com.tasktracker.gateway.upstream.Forwarder;
import com.tasktracker.gateway.upstream.Routes;
import com.tasktracker.gateway.upstream.Upstream;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// What a request has to pass before it is forwarded, in order.
@ApplicationScoped
class Admission {
    private static final String NO_ROUTE = "There is nothing here, or nothing that you may see.";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final GatewayConfig config;
    private final Clients clients;
    private final Cors cors;
    private final Routes routes;
    private final HealthPage health;
    private final Documentation documentation;
    private final RateLimits limits;
    private final Streams streams;

    Admission(
            GatewayConfig config,
            Clients clients,
            Cors cors,
            Routes routes,
            HealthPage health,
            Documentation documentation,
            RateLimits limits,
            Streams streams) {
        this.streams = streams;
        this.documentation = documentation;
        this.limits = limits;
        this.config = config;
        this.clients = clients;
        this.cors = cors;
        this.routes = routes;
        this.health = health;
    }

    Clients clients() {
        return clients;
    }

    Cors cors() {
        return cors;
    }

    void admit(Exchange exchange, Forwarder forwarder) {
        String fault = Framing.faultOf(exchange.request());
        if (fault != null) {
            exchange.closeAfterwards();
            exchange.refuse(ProblemType.MALFORMED_REQUEST, fault);
            return;
        }
        switch (RequestTarget.parse(exchange.request().uri())) {
            case RequestTarget.Valid target -> route(exchange, target, forwarder);
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

    private void route(Exchange exchange, RequestTarget.Valid target, Forwarder forwarder) {
        exchange.matched(documentation.routeOf(target.path()));
        Upstream upstream = routes.find(target.prefix());
        if (upstream == null) {
            answerHere(exchange, target.path());
            return;
        }
        exchange.servedBy(upstream.name());
        if (cors.isPreflight(exchange.request())) {
            cors.allow(exchange.response().headers());
            exchange.response().setStatusCode(204);
            exchange.end(Buffer.buffer());
        } else if (!METHODS.contains(exchange.request().method().name())) {
            exchange.response()
                    .putHeader(
                            "allow", String.join(", ", METHODS.stream().sorted().toList()));
            exchange.refuse(ProblemType.METHOD_NOT_ALLOWED, "No route knows this method.");
        } else if (exchange.announcedLength() > config.maxBody()) {
            exchange.closeAfterwards();
            exchange.refuse(ProblemType.CONTENT_TOO_LARGE, "The body may have at most " + config.maxBody() + " bytes.");
        } else {
            limits.admit(exchange, () -> {
                if (!exchange.asksForStream() || streams.admit(exchange)) {
                    forwarder.forward(exchange, target, upstream);
                }
            });
        }
    }

    /// Whoever asks whether all is well is not counted.
    private void answerHere(Exchange exchange, String path) {
        if (documentation.has(path)) {
            limits.admit(exchange, () -> documentation.answer(exchange, path));
        } else if (!health.answer(exchange, path)) {
            exchange.refuse(ProblemType.NOT_FOUND, NO_ROUTE);
        }
    }

    /// Of these the decoder gave up; nothing after them on the connection can be trusted.
    void refuseUnreadable(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        exchange.closeAfterwards();
        if (request.decoderResult().cause() instanceof TooLongFrameException) {
            exchange.refuse(ProblemType.HEADERS_TOO_LARGE, "The request line or the header fields are too long.");
        } else {
            exchange.refuse(ProblemType.MALFORMED_REQUEST, "The request cannot be read.");
        }
    }
}
