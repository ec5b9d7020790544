package com.tasktracker.gateway.limit;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.ProblemType;
import com.tasktracker.gateway.limit.Tokens.Holder;
import com.tasktracker.gateway.upstream.Routes;
import com.tasktracker.gateway.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Counts each request for the user whose token it shows, if that verifies, else for the address that it comes from,
/// and refuses what is too much. The fields are those of draft-ietf-httpapi-ratelimit-headers-10.
///
/// An address whose tokens keep failing to verify has them checked no more for the rest of the minute, so that made-up
/// ones cost little.
@ApplicationScoped
public class RateLimits {
    private static final long SWEEP_MILLIS = 5_000;
    private static final int FAILED_CHECKS_PER_MINUTE = 60;

    private final Vertx vertx;
    private final long exchangeMillis;
    private final Policy perUser;
    private final Policy perAddress;
    private final Policy failedChecks = new Policy("failed-checks", FAILED_CHECKS_PER_MINUTE);
    private final Windows windows;
    private final KeySet keys;
    private final Tokens tokens;
    private final @Nullable SharedCounts shared;

    public RateLimits(Vertx vertx, GatewayConfig config, Routes routes, Clock clock) {
        this.vertx = vertx;
        this.exchangeMillis = config.limitExchangeInterval().toMillis();
        this.perUser = new Policy("user", config.rateLimitPerMinute());
        this.perAddress = new Policy("address", config.rateLimitAnonymousPerMinute());
        this.windows = new Windows(clock);
        this.keys = new KeySet(vertx, identity(routes));
        this.tokens = new Tokens(vertx, keys, config, clock);
        this.shared = config.redisUrl()
                .map(url -> new SharedCounts(vertx, url, windows))
                .orElse(null);
    }

    private static Upstream identity(Routes routes) {
        Upstream identity = routes.find("/.well-known");
        if (identity == null) {
            throw new IllegalArgumentException("No service publishes the keys of tokens: /.well-known is in no route");
        }
        return identity;
    }

    /// Begins to fetch keys and to share counts.
    ///
    /// @return over once the keys are there or cannot be had; till then users count for their address
    public Future<Void> start() {
        vertx.setPeriodic(SWEEP_MILLIS, _ -> windows.sweep());
        SharedCounts counts = shared;
        if (counts != null) {
            vertx.setPeriodic(exchangeMillis, _ -> counts.exchange());
        }
        return keys.start();
    }

    public void stop() {
        keys.stop();
        if (shared != null) {
            shared.close();
        }
    }

    /// Goes on with the request if its client may ask so much, at once or when its token has been looked at; else
    /// refuses it.
    public void admit(Exchange exchange, Runnable next) {
        String token = tokenOf(exchange.request().getHeader("authorization"));
        if (token == null) {
            countForAddress(exchange, next);
            return;
        }
        String known = tokens.known(token);
        if (known != null) {
            countForUser(exchange, known, next);
            return;
        }
        String address = exchange.client().network();
        if (!tokens.isWorthVerifying(token) || windows.of(failedChecks, address).count() >= FAILED_CHECKS_PER_MINUTE) {
            countForAddress(exchange, next);
            return;
        }
        hold(exchange);
        var context = vertx.getOrCreateContext();
        tokens.verify(token)
                .onComplete(result -> context.runOnContext(_ -> {
                    if (exchange.response().closed()) {
                        return;
                    }
                    switch (result.result()) {
                        case Holder.User user -> countForUser(exchange, user.id(), next);
                        case Holder.Nobody nobody -> {
                            if (nobody == Holder.Nobody.REFUSED) {
                                windows.of(failedChecks, address).take();
                            }
                            countForAddress(exchange, next);
                        }
                    }
                }));
    }

    /// Its body, if it has one, waits; whoever forwards it takes it up again.
    private static void hold(Exchange exchange) {
        if (exchange.announcedLength() != 0) {
            exchange.request().pause();
        }
    }

    private static @Nullable String tokenOf(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        return authorization.substring(7);
    }

    private void countForUser(Exchange exchange, String user, Runnable next) {
        exchange.identified(user);
        count(exchange, perUser, user, next);
    }

    private void countForAddress(Exchange exchange, Runnable next) {
        count(exchange, perAddress, exchange.client().network(), next);
    }

    private void count(Exchange exchange, Policy policy, String client, Runnable next) {
        if (policy.isOff()) {
            next.run();
            return;
        }
        Window window = windows.of(policy, client);
        int count = window.take();
        long seconds = Math.ceilDiv(windows.millisLeft(window), 1000L);
        MultiMap fields = exchange.response().headers();
        fields.set("ratelimit-policy", '"' + policy.name() + "\";q=" + policy.perMinute() + ";w=60");
        fields.set(
                "ratelimit", '"' + policy.name() + "\";r=" + Math.max(0, policy.perMinute() - count) + ";t=" + seconds);
        if (count <= policy.perMinute()) {
            next.run();
        } else {
            exchange.limited();
            exchange.request().resume();
            fields.set("retry-after", Long.toString(Math.max(1, seconds)));
            exchange.refuse(
                    ProblemType.RATE_LIMITED, "There were too many requests in the last minute. Try again later.");
        }
    }
}
