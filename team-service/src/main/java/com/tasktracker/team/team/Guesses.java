package com.tasktracker.team.team;

import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.redis.Counters;
import com.tasktracker.kit.redis.Counters.Count;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/// Counts how often a caller named somebody who is not there: at most 30 times an hour, so that adding members does not
/// tell who has an account.
@ApplicationScoped
class Guesses {

    static final int MOST = 30;

    private static final String KIND = "guesses";
    private static final Duration WINDOW = Duration.ofHours(1);

    private final Counters counters;
    private final LimitConfig config;

    Guesses(Counters counters, LimitConfig config) {
        this.counters = counters;
        this.config = config;
    }

    /// Refuses as 429 whoever has guessed too often.
    void requireFew(UUID caller) {
        if (config.isCounting()) {
            Count made = counters.read(KIND, caller);
            if (made.number() >= MOST) {
                throw tooMany(made);
            }
        }
    }

    /// Notes one more; refuses as 429 where that is one too many.
    void note(UUID caller) {
        if (config.isCounting()) {
            Count made = counters.increment(KIND, caller, WINDOW);
            if (made.number() > MOST) {
                throw tooMany(made);
            }
        }
    }

    private static Problem tooMany(Count made) {
        return Problem.rateLimited(
                "You have named too many people who are not there; wait before you add members again.",
                made.retryAfter());
    }
}
