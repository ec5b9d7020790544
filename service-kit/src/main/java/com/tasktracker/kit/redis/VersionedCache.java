package com.tasktracker.kit.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.http.Versioned;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Resources of one kind as they are shown, in Redis for at most 60 s. It decides nothing: what is found counts only if
/// it is of the version that the database has just named.
///
/// A change drops the value and leaves its version behind for as long as a value could live, below which nothing is
/// put: a reader that was slow cannot bring an old value back. Hits and misses are counted as `tasktracker.cache`.
public final class VersionedCache<T extends Versioned> {

    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String PUT = """
            local version = tonumber(ARGV[1])
            if version < tonumber(redis.call('GET', KEYS[2]) or '0') then return 0 end
            local kept = redis.call('GET', KEYS[1])
            if kept then
                local isReadable, value = pcall(cjson.decode, kept)
                local keptVersion = isReadable and type(value) == 'table' and tonumber(value.version)
                if keptVersion and keptVersion > version then return 0 end
            end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1""";

    private static final String DROP = """
            redis.call('DEL', KEYS[1])
            if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[2]) or '0') then
                redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
            end
            return 1""";

    private final String kind;
    private final Class<T> type;
    private final Redis redis;
    private final ObjectMapper json;
    private final TransactionSynchronizationRegistry transaction;
    private final Counter hits;
    private final Counter misses;

    private VersionedCache(String kind, Class<T> type, Maker maker) {
        this.kind = kind;
        this.type = type;
        this.redis = maker.redis;
        this.json = maker.json;
        this.transaction = maker.transaction;
        this.hits = maker.meters.counter("tasktracker.cache", "cache", kind, "outcome", "hit");
        this.misses = maker.meters.counter("tasktracker.cache", "cache", kind, "outcome", "miss");
    }

    /// Makes caches, each of its own kind of thing.
    @ApplicationScoped
    public static class Maker {

        private final Redis redis;
        private final ObjectMapper json;
        private final TransactionSynchronizationRegistry transaction;
        private final MeterRegistry meters;

        Maker(Redis redis, ObjectMapper json, TransactionSynchronizationRegistry transaction, MeterRegistry meters) {
            this.redis = redis;
            this.json = json;
            this.transaction = transaction;
            this.meters = meters;
        }

        /// A cache of one kind of thing.
        ///
        /// @param kind as keys in Redis name it
        /// @param type which Jackson can read back
        public <T extends Versioned> VersionedCache<T> make(String kind, Class<T> type) {
            return new VersionedCache<>(kind, type, this);
        }
    }

    /// The one of exactly that version.
    public Optional<T> find(UUID id, long version) {
        Optional<T> found = redis.ask("GET", key(id))
                .flatMap(kept -> read(kept.toString()))
                .filter(kept -> kept.version() == version);
        (found.isPresent() ? hits : misses).increment();
        return found;
    }

    private Optional<T> read(String kept) {
        try {
            return Optional.of(json.readValue(kept, type));
        } catch (JsonProcessingException _) {
            // Written by a release that shows it in another way.
            return Optional.empty();
        }
    }

    public void put(UUID id, T value) {
        try {
            redis.ask(
                    "EVAL",
                    PUT,
                    "2",
                    key(id),
                    floor(id),
                    Long.toString(value.version()),
                    json.writeValueAsString(value),
                    Long.toString(LIFETIME.toMillis()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Drops what is kept as soon as the running transaction has made this version the current one.
    public void dropWhenCommitted(UUID id, long version) {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Nothing is certain yet.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    drop(id, version);
                }
            }
        });
    }

    /// Drops what is kept, and keeps what is older than this version from coming back.
    public void drop(UUID id, long version) {
        redis.ask("EVAL", DROP, "2", key(id), floor(id), Long.toString(version), Long.toString(LIFETIME.toMillis()));
    }

    public String key(UUID id) {
        return redis.key(kind, id);
    }

    private String floor(UUID id) {
        return redis.key(kind + "-floor", id);
    }
}
