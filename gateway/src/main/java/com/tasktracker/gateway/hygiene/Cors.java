package com.tasktracker.gateway.hygiene;

import com.tasktracker.gateway.config.GatewayConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which pages of other origins may call from a browser: those that are configured, and no others. Tokens travel in a
/// header, so no credentials of the browser's are allowed.
@ApplicationScoped
public class Cors {
    private static final String METHODS = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";
    private static final String MAY_SEND =
            "Authorization, Content-Type, Accept, If-Match, If-None-Match, Idempotency-Key, X-Request-Id,"
                    + " Last-Event-ID, traceparent, tracestate";
    private static final String MAY_READ =
            "ETag, Location, Allow, Accept-Patch, Accept-Post, Retry-After, RateLimit, RateLimit-Policy,"
                    + " X-Request-Id, Idempotency-Replayed, Last-Event-ID, WWW-Authenticate, Deprecation, Sunset";
    private static final String SECONDS = "600";

    private final Set<String> origins;

    public Cors(GatewayConfig config) {
        this.origins = Set.copyOf(config.corsOrigins().orElse(List.of()));
        for (String origin : origins) {
            if (!origin.matches("https?://[^/*\\s]+")) {
                throw new IllegalArgumentException("Not an origin, such as https://app.example.com: " + origin);
            }
        }
    }

    /// Whether this asks, ahead of a call, if it may be made, and may be answered: with [#allow].
    public boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && isAllowed(request.getHeader("origin"))
                && request.getHeader("access-control-request-method") != null;
    }

    /// The answer to a preflight.
    public void allow(MultiMap fields) {
        fields.set("access-control-allow-methods", METHODS);
        fields.set("access-control-allow-headers", MAY_SEND);
        fields.set("access-control-max-age", SECONDS);
    }

    /// What every response says to a browser.
    public void mark(HttpServerRequest request, MultiMap fields) {
        if (origins.isEmpty()) {
            return;
        }
        fields.add("vary", "Origin");
        String origin = request.getHeader("origin");
        if (origin != null && isAllowed(origin)) {
            fields.set("access-control-allow-origin", origin);
            fields.set("access-control-expose-headers", MAY_READ);
        }
    }

    private boolean isAllowed(@Nullable String origin) {
        return origin != null && origins.contains(origin);
    }
}
