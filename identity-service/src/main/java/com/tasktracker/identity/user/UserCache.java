package com.tasktracker.identity.user;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.identity.redis.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Users as they are shown, in Redis for at most 60 s, without their teams. It decides nothing: what is found counts
/// only if it is of the version that the database has just named.
///
/// A change drops the value and leaves its version behind for as long as a value could live, below which nothing is
/// put: a reader that was slow cannot bring an old value back.
@ApplicationScoped
class UserCache {

    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String PUT = """
            local version = tonumber(ARGV[1])
            if version < tonumber(redis.call('GET', KEYS[2]) or '0') then return 0 end
            local kept = redis.call('GET', KEYS[1])
            if kept and cjson.decode(kept).version > version then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1""";

    private static final String DROP = """
            redis.call('DEL', KEYS[1])
            if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[2]) or '0') then
                redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
            end
            return 1""";

    private final Redis redis;
    private final ObjectMapper json;
    private final TransactionSynchronizationRegistry transaction;
    private final MeterRegistry meters;

    UserCache(Redis redis, ObjectMapper json, TransactionSynchronizationRegistry transaction, MeterRegistry meters) {
        this.redis = redis;
        this.json = json;
        this.transaction = transaction;
        this.meters = meters;
    }

    static String key(UUID user) {
        return Redis.PREFIX + "user:" + user;
    }

    private static String floor(UUID user) {
        return Redis.PREFIX + "user-floor:" + user;
    }

    /// The user of exactly that version.
    Optional<UserView> find(UUID user, long version) {
        Optional<UserView> found = redis.ask("GET", key(user))
                .flatMap(kept -> read(kept.toString()))
                .filter(kept -> kept.version() == version);
        meters.counter("tasktracker.cache", "cache", "user", "outcome", found.isPresent() ? "hit" : "miss")
                .increment();
        return found;
    }

    private Optional<UserView> read(String kept) {
        try {
            return Optional.of(json.readValue(kept, UserView.class));
        } catch (JsonProcessingException _) {
            // Written by a release that shows users in another way.
            return Optional.empty();
        }
    }

    void put(UserView user) {
        try {
            redis.ask(
                    "EVAL",
                    PUT,
                    "2",
                    key(user.id()),
                    floor(user.id()),
                    Long.toString(user.version()),
                    json.writeValueAsString(user.withTeams(null)),
                    Long.toString(LIFETIME.toMillis()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Drops what is kept of a user as soon as the running transaction has made this version the current one.
    void dropWhenCommitted(UUID user, long version) {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Nothing is certain yet.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    drop(user, version);
                }
            }
        });
    }

    void drop(UUID user, long version) {
        redis.ask(
                "EVAL", DROP, "2", key(user), floor(user), Long.toString(version), Long.toString(LIFETIME.toMillis()));
    }
}
