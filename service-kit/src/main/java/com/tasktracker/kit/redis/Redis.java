package com.tasktracker.kit.redis;

import io.quarkus.redis.datasource.RedisDataSource;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Redis as something that may be away: whoever asks it can do without the answer. After a failure it is left alone for
/// a second, and then one asks it for all until it answers, so that not every request waits for a timeout.
@ApplicationScoped
public class Redis {

    private static final Logger LOG = Logger.getLogger(Redis.class);
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final RedisDataSource source;
    private final String prefix;
    /// By [System#nanoTime()], which no correction of the clock moves.
    private volatile long askAgainAt = System.nanoTime();
    private volatile boolean hasFailed;
    private final AtomicBoolean isTried = new AtomicBoolean();

    Redis(RedisDataSource source, @ConfigProperty(name = "tasktracker.schema") String service) {
        this.source = source;
        this.prefix = "tasktracker:" + service + ":v1:";
    }

    /// The key under which this service keeps something: `tasktracker:<service>:v1:<kind>:<id>`.
    public String key(String kind, Object id) {
        return prefix + kind + ":" + id;
    }

    /// The answer to a command; empty where it is nil, or where Redis is away.
    public Optional<Response> ask(String command, String... arguments) {
        if (isAway()) {
            return Optional.empty();
        }
        if (!hasFailed) {
            return askNow(command, arguments);
        }
        if (!isTried.compareAndSet(false, true)) {
            return Optional.empty();
        }
        try {
            return askNow(command, arguments);
        } finally {
            isTried.set(false);
        }
    }

    private Optional<Response> askNow(String command, String... arguments) {
        try {
            @Nullable Response response = source.execute(command, arguments);
            hasFailed = false;
            return Optional.ofNullable(response);
        } catch (RuntimeException e) {
            hasFailed = true;
            askAgainAt = System.nanoTime() + PAUSE_NANOS;
            LOG.warnf("Redis does not answer and is done without: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /// Whether it did not answer a moment ago.
    public boolean isAway() {
        return System.nanoTime() - askAgainAt < 0 || isTried.get();
    }
}
