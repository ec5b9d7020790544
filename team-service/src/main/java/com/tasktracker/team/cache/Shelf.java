package com.tasktracker.team.cache;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.keys.KeyCommands;
import io.quarkus.redis.datasource.value.ValueCommands;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// What this service puts into Redis, all of it under `tasktracker:team:v1:` and with an end, and all of it such as may
/// be lost at any time. While Redis does not answer, everything is as if it were empty, and it is asked again once a
/// second, so that no request waits for it twice.
@ApplicationScoped
public class Shelf {

    static final String PREFIX = "tasktracker:team:v1:";

    private static final Logger LOG = Logger.getLogger(Shelf.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ValueCommands<String, String> values;
    private final ValueCommands<String, Long> numbers;
    private final KeyCommands<String> keys;
    private final Clock clock;
    private volatile Instant askAgainAt = Instant.EPOCH;

    Shelf(RedisDataSource redis, Clock clock) {
        this.values = redis.value(String.class);
        this.numbers = redis.value(Long.class);
        this.keys = redis.key();
        this.clock = clock;
    }

    public Optional<String> find(String key) {
        return ask(() -> values.get(PREFIX + key));
    }

    /// Puts a value there for a while.
    public void put(String key, String value, Duration lifetime) {
        ask(() -> {
            values.psetex(PREFIX + key, lifetime.toMillis(), value);
            return true;
        });
    }

    public void drop(String key) {
        ask(() -> keys.del(PREFIX + key));
    }

    /// Counts one more and answers how many there are; the count begins anew when its lifetime is over.
    public OptionalLong increment(String key, Duration lifetime) {
        return number(ask(() -> {
            long count = numbers.incr(PREFIX + key);
            if (count == 1) {
                keys.pexpire(PREFIX + key, lifetime.toMillis());
            }
            return count;
        }));
    }

    public OptionalLong count(String key) {
        return number(ask(() -> numbers.get(PREFIX + key)));
    }

    /// How long the value still lives.
    public OptionalLong secondsLeft(String key) {
        return number(ask(() -> keys.ttl(PREFIX + key)));
    }

    private static OptionalLong number(Optional<Long> value) {
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    private <T> Optional<T> ask(Supplier<T> question) {
        if (clock.instant().isBefore(askAgainAt)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(question.get());
        } catch (RuntimeException e) {
            askAgainAt = clock.instant().plus(PAUSE);
            LOG.warnf("Redis does not answer and is passed by: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
