package com.tasktracker.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gateway's settings, `gateway.*`. All times are durations, all sizes bytes.
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {

    /// The address to listen on.
    String host();

    /// The port to listen on; a negative one lets the system choose one.
    int port();

    /// The services behind the gateway, by name.
    Map<String, Service> upstreams();

    /// How long a connection to a replica may take to come about.
    @WithDefault("2s")
    Duration connectTimeout();

    /// How long an upstream may take to begin its answer, and how long the body of an answer may stand still.
    @WithDefault("10s")
    Duration answerTimeout();

    /// How long an event stream may stand still.
    @WithDefault("60s")
    Duration streamTimeout();

    /// How long a client may take for the head of a request, and how long its body may stand still.
    @WithDefault("20s")
    Duration clientTimeout();

    /// How long a client may take to send the body of a request, or to read that of an answer, in all: it holds a
    /// connection to a replica meanwhile.
    @WithDefault("60s")
    Duration bodyTimeout();

    /// How many requests of one client may keep connections to replicas waiting at a time, of each event loop. Waiting
    /// is what takes longer than a second.
    @WithDefault("16")
    int slowRequestsPerClient();

    /// How old a connection to a replica grows before it is renewed, so that new replicas get their share.
    @WithDefault("60s")
    Duration connectionLifetime();

    /// Connections to one replica, at most; as many requests again may wait for one.
    @WithDefault("512")
    int connectionsPerReplica();

    /// Event streams from one replica, at most; they have connections of their own, so that they leave the others free.
    @WithDefault("10000")
    int streamsPerReplica();

    /// Largest request body.
    @WithDefault("1048576")
    long maxBody();

    /// Between two looks at the readiness of a replica; also how long one may take.
    @WithDefault("1s")
    Duration probeInterval();

    /// On the way down: how long it goes on as before, but no longer ready, so that no balancer sends it more.
    @WithDefault("0s")
    Duration drainDelay();

    /// On the way down: how long requests under way may still take.
    @WithDefault("20s")
    Duration drainTimeout();

    /// Networks of the proxies in front, each an address or CIDR block, whose `X-Forwarded-*` are believed.
    Optional<List<String>> trustedProxies();

    /// Origins, such as `https://app.example.com`, whose pages may call from a browser.
    Optional<List<String>> corsOrigins();

    /// Requests a minute of one user; 0 for no limit.
    int rateLimitPerMinute();

    /// Requests a minute of one address without a token that verifies; 0 for no limit.
    int rateLimitAnonymousPerMinute();

    /// Event streams of one user at a time, as this gateway counts them; 0 for no limit.
    int streamsPerUser();

    /// Event streams of one address without a token that verifies, likewise.
    int streamsPerAddress();

    /// Where gateways share what they counted; each counts for itself without one.
    Optional<String> redisUrl();

    /// How often they share it. A limit can be overrun by what arrives meanwhile.
    @WithDefault("250ms")
    Duration limitExchangeInterval();

    /// The `iss` of access tokens.
    @WithDefault("tasktracker")
    String tokenIssuer();

    /// The `aud` of access tokens.
    @WithDefault("tasktracker-api")
    String tokenAudience();

    /// How many verified tokens are remembered.
    @WithDefault("10000")
    int rememberedTokens();

    /// Whether each request has a line in the log.
    @WithDefault("true")
    boolean accessLog();

    /// Whether requests have no spans.
    boolean tracesOff();

    /// `text` or `json`.
    String logFormat();

    /// A service behind the gateway.
    interface Service {
        /// `http://host:port` of each replica.
        List<String> url();

        /// First path segments, each with its slash, that are this service's.
        List<String> prefixes();
    }
}
