package com.tasktracker.team.team;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.cache.Shelf;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Counts how often a caller named somebody who is not there: at most 30 times an hour, so that adding members does not
/// tell who has an account. Counted in Redis; while that is away, in this process.
@ApplicationScoped
class Guesses {

    static final int MOST = 30;

    private static final Duration WINDOW = Duration.ofHours(1);

    private final Shelf shelf;
    private final LimitConfig config;
    private final Cache<UUID, AtomicLong> here =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(WINDOW).build();

    Guesses(Shelf shelf, LimitConfig config) {
        this.shelf = shelf;
        this.config = config;
    }

    /// Refuses as 429 whoever has guessed too often.
    void requireFew(UUID caller) {
        if (config.isCounting() && madeBy(caller) >= MOST) {
            throw tooMany(caller);
        }
    }

    /// Notes one more; refuses as 429 where that is one too many.
    void note(UUID caller) {
        if (!config.isCounting()) {
            return;
        }
        long elsewhere = shelf.increment(key(caller), WINDOW).orElse(0);
        long count = elsewhere > 0
                ? elsewhere
                : here.asMap().computeIfAbsent(caller, _ -> new AtomicLong()).incrementAndGet();
        if (count > MOST) {
            throw tooMany(caller);
        }
    }

    private long madeBy(UUID caller) {
        OptionalLong elsewhere = shelf.count(key(caller));
        AtomicLong count = here.getIfPresent(caller);
        return Math.max(elsewhere.orElse(0), count == null ? 0 : count.get());
    }

    private Problem tooMany(UUID caller) {
        long seconds = shelf.secondsLeft(key(caller)).orElse(WINDOW.toSeconds());
        return Problem.of(
                        429,
                        "rate-limited",
                        "Too many requests",
                        "You have named too many people who are not there; wait before you add members again.")
                .header("Retry-After", Long.toString(Math.max(1, seconds)));
    }

    private static String key(UUID caller) {
        return "guesses:" + caller;
    }
}
