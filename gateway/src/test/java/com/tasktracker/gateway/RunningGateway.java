package com.tasktracker.gateway;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.contract.Documentation;
import com.tasktracker.gateway.health.HealthPage;
import com.tasktracker.gateway.health.Probe;
import com.tasktracker.gateway.hygiene.Clients;
import com.tasktracker.gateway.hygiene.Cors;
import com.tasktracker.gateway.limit.RateLimits;
import com.tasktracker.gateway.limit.Streams;
import com.tasktracker.gateway.observe.AccessLog;
import com.tasktracker.gateway.observe.Numbers;
import com.tasktracker.gateway.observe.Spans;
import com.tasktracker.gateway.upstream.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A gateway of a test's own, so that there can be several, and each can be stopped. It reads the configuration that
/// the real one does.
final class RunningGateway implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger(100);

    private final Vertx vertx = Vertx.vertx();
    private final Gateway gateway;
    private final Probe probe;
    private final AccessLog log;
    private final RateLimits limits;

    /// @param settings environment variables or keys, by name
    RunningGateway(Map<String, String> settings) throws Exception {
        this(settings, Clock.systemUTC());
    }

    RunningGateway(Map<String, String> settings, Clock clock) throws Exception {
        this(settings, clock, OpenTelemetry.noop());
    }

    RunningGateway(Map<String, String> settings, Clock clock, OpenTelemetry telemetry) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "GATEWAY_HOST", "127.0.0.1",
                "GATEWAY_PORT", Integer.toString(-NEXT.incrementAndGet()),
                "gateway.answer-timeout", "1s",
                "RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0",
                "gateway.probe-interval", "100ms"));
        all.putAll(settings);
        GatewayConfig config = read(all);
        Routes routes = new Routes(config);
        HealthPage health = new HealthPage(routes);
        limits = new RateLimits(vertx, config, routes, clock);
        log = new AccessLog(config, clock);
        Streams streams = new Streams(config);
        Numbers numbers = new Numbers(new SimpleMeterRegistry(), routes, streams);
        Admission admission = new Admission(
                config, new Clients(config), new Cors(config), routes, health, new Documentation(), limits, streams);
        probe = new Probe(vertx, routes, config);
        gateway = new Gateway(
                vertx, config, admission, health, limits, probe, log, numbers, new Spans(config, telemetry));
        gateway.open(new StartupEvent());
    }

    static GatewayConfig read(Map<String, String> settings) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new PropertiesConfigSource(RunningGateway.class.getResource("/application.properties"), 100))
                .withSources(new PropertiesConfigSource(settings, "the test", 500))
                .withConverter(Duration.class, 300, new DurationConverter())
                .withMapping(GatewayConfig.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }

    int port() {
        return gateway.port();
    }

    void stop() throws Exception {
        gateway.close(new ShutdownEvent());
    }

    @Override
    public void close() {
        probe.stop();
        limits.stop();
        log.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
