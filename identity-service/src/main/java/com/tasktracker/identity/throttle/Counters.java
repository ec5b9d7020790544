package com.tasktracker.identity.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tasktracker.identity.redis.Redis;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Counts things by key for a while, in Redis for all replicas together; while Redis is away, in this process.
@ApplicationScoped
class Counters {

    private static final long MOST_KEYS = 100_000;

    private static final String INCREMENT = """
            local n = redis.call('INCR', KEYS[1])
            if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
            return {n, redis.call('PTTL', KEYS[1])}""";

    private static final String READ = """
            return {tonumber(redis.call('GET', KEYS[1]) or '0'), redis.call('PTTL', KEYS[1])}""";

    /// How many there are, and how long they are counted yet.
    record Count(long number, Duration left) {
        static final Count NONE = new Count(0, Duration.ZERO);
    }

    private record Local(long number, Instant until) {}

    private final Redis redis;
    private final Clock clock;
    private final Cache<String, Local> local =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).build();

    Counters(Redis redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    Count increment(String key, Duration window) {
        return redis.ask("EVAL", INCREMENT, "1", Redis.PREFIX + key, Long.toString(window.toMillis()))
                .flatMap(Counters::count)
                .orElseGet(() -> incrementHere(key, window));
    }

    private Count incrementHere(String key, Duration window) {
        Instant now = clock.instant();
        Local counted = local.asMap()
                .merge(
                        key,
                        new Local(1, now.plus(window)),
                        (before, first) ->
                                before.until().isAfter(now) ? new Local(before.number() + 1, before.until()) : first);
        return new Count(counted.number(), Duration.between(now, counted.until()));
    }

    Count read(String key) {
        return redis.ask("EVAL", READ, "1", Redis.PREFIX + key)
                .flatMap(Counters::count)
                .orElseGet(() -> readHere(key));
    }

    private Count readHere(String key) {
        Instant now = clock.instant();
        Local counted = local.getIfPresent(key);
        return counted == null || !counted.until().isAfter(now)
                ? Count.NONE
                : new Count(counted.number(), Duration.between(now, counted.until()));
    }

    void reset(String key) {
        local.invalidate(key);
        redis.ask("DEL", Redis.PREFIX + key);
    }

    private static Optional<Count> count(Response response) {
        return response.size() == 2
                ? Optional.of(new Count(
                        response.get(0).toLong(),
                        Duration.ofMillis(Math.max(0, response.get(1).toLong()))))
                : Optional.empty();
    }
}
