package com.tasktracker.gateway.observe;

import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.limit.Streams;
import com.tasktracker.gateway.upstream.Routes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Counts and times of requests, and which replicas are cut off, as Prometheus reads them at the management port. All
/// meters are made beforehand: a request looks two of them up.
@ApplicationScoped
public class Numbers {
    private static final int CLASSES = 6;
    private static final String NONE = "none";
    private static final Duration[] STEPS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final Map<String, Timer[]> byUpstream = new HashMap<>();
    private final Counter streams;
    private final Counter limited;

    public Numbers(MeterRegistry registry, Routes routes, Streams open) {
        byUpstream.put(NONE, timers(registry, NONE));
        routes.upstreams().forEach(upstream -> {
            byUpstream.put(upstream.name(), timers(registry, upstream.name()));
            upstream.replicas()
                    .forEach(replica -> Gauge.builder("gateway.circuit.open", replica, each -> each.isCutOff() ? 1 : 0)
                            .description("Whether requests are kept from a replica, since it failed too often")
                            .tag("upstream", upstream.name())
                            .tag("replica", replica.address().toString())
                            .register(registry));
        });
        this.streams = Counter.builder("gateway.streams")
                .description("Event streams that have ended")
                .register(registry);
        Gauge.builder("gateway.streams.open", open, Streams::count)
                .description("Event streams that are open")
                .register(registry);
        this.limited = Counter.builder("gateway.rate.limited")
                .description("Requests that were refused as too many")
                .register(registry);
    }

    private static Timer[] timers(MeterRegistry registry, String upstream) {
        Timer[] timers = new Timer[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            timers[i] = Timer.builder("gateway.requests")
                    .description("Requests, from the first byte to the last of the response")
                    .tag("upstream", upstream)
                    .tag("status", i == 0 ? "client left" : i + "xx")
                    .serviceLevelObjectives(STEPS)
                    .register(registry);
        }
        return timers;
    }

    public void add(Exchange exchange, long nanos) {
        if (exchange.isLimited()) {
            limited.increment();
        }
        if (exchange.isStream()) {
            streams.increment();
            return;
        }
        Timer[] timers = byUpstream.get(exchange.upstream().isEmpty() ? NONE : exchange.upstream());
        int whole = exchange.response().ended() ? exchange.response().getStatusCode() : exchange.brokenOff();
        int status = whole / 100;
        if (timers != null && status < CLASSES) {
            timers[status].record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
