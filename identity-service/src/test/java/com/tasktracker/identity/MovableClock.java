package com.tasktracker.identity;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// The service's time in its tests: the system's, put forward. It never goes back, as no clock of a service may.
@Alternative
@Priority(1)
@ApplicationScoped
public class MovableClock {

    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    @Produces
    @Alternative
    @Priority(1)
    @ApplicationScoped
    Clock clock() {
        Clock system = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
        InstantSource ahead = () -> system.instant().plus(AHEAD.get());
        return ahead.withZone(ZoneOffset.UTC);
    }

    public static void advance(Duration by) {
        AHEAD.updateAndGet(ahead -> ahead.plus(by));
    }
}
