package com.tasktracker.gateway.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that stands still until it is moved.
public final class TestClock extends Clock {
    private volatile Instant now = Instant.ofEpochMilli(Clock.systemUTC().millis());

    public void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        InstantSource source = () -> now;
        return source.withZone(zone);
    }
}
