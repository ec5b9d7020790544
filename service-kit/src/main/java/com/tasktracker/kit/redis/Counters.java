package com.tasktracker.kit.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Counts things by key for a while, in Redis for all replicas together; while Redis is away, in this process.
@ApplicationScoped
public class Counters {

    private static final long MOST_KEYS = 100_000;

    /// Both at once: a count without an end would count for ever.
    private static final String INCREMENT = """
            local n = redis.call('INCR', KEYS[1])
            if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
            return {n, redis.call('PTTL', KEYS[1])}""";

    private static final String READ = """
            return {tonumber(redis.call('GET', KEYS[1]) or '0'), redis.call('PTTL', KEYS[1])}""";

    /// How many there are, and how long they are counted yet.
    public record Count(long number, Duration left) {

        static final Count NONE = new Count(0, Duration.ZERO);

        /// Seconds until none of them counts any more, as `Retry-After` has them: at least 1.
        public int retryAfter() {
            return Math.toIntExact(Math.max(1, left.toSeconds() + 1));
        }
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

    /// Counts one more; the first begins the window, at whose end they are all forgotten.
    ///
    /// @param kind what is counted
    /// @param id for whom; Redis is not to know more than it must
    public Count increment(String kind, Object id, Duration window) {
        String key = redis.key(kind, id);
        return redis.ask("EVAL", INCREMENT, "1", key, Long.toString(window.toMillis()))
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

    public Count read(String kind, Object id) {
        String key = redis.key(kind, id);
        return redis.ask("EVAL", READ, "1", key).flatMap(Counters::count).orElseGet(() -> readHere(key));
    }

    private Count readHere(String key) {
        Instant now = clock.instant();
        Local counted = local.getIfPresent(key);
        return counted == null || !counted.until().isAfter(now)
                ? Count.NONE
                : new Count(counted.number(), Duration.between(now, counted.until()));
    }

    public void reset(String kind, Object id) {
        String key = redis.key(kind, id);
        local.invalidate(key);
        redis.ask("DEL", key);
    }

    private static Optional<Count> count(Response response) {
        return response.size() == 2
                ? Optional.of(new Count(
                        response.get(0).toLong(),
                        Duration.ofMillis(Math.max(0, response.get(1).toLong()))))
                : Optional.empty();
    }
}
