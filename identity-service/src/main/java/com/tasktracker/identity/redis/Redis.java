package com.tasktracker.identity.redis;

import io.quarkus.redis.datasource.RedisDataSource;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Redis as something that may be away: whoever asks it can do without the answer. After a failure it is left alone for
/// a moment, so that not every request waits for a timeout.
@ApplicationScoped
public class Redis {

    /// What stands in front of every key of this service.
    public static final String PREFIX = "tasktracker:identity:v1:";

    private static final Logger LOG = Logger.getLogger(Redis.class);
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final RedisDataSource source;
    /// By [System#nanoTime()], which no correction of the clock moves.
    private volatile long askAgainAt = System.nanoTime();

    Redis(RedisDataSource source) {
        this.source = source;
    }

    /// The answer to a command; empty where it is nil, or where Redis is away.
    public Optional<Response> ask(String command, String... arguments) {
        if (isAway()) {
            return Optional.empty();
        }
        try {
            @Nullable Response response = source.execute(command, arguments);
            return Optional.ofNullable(response);
        } catch (RuntimeException e) {
            askAgainAt = System.nanoTime() + PAUSE_NANOS;
            LOG.warnf("Redis does not answer and is done without: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /// Whether it did not answer a moment ago.
    public boolean isAway() {
        return System.nanoTime() - askAgainAt < 0;
    }
}
