package com.tasktracker.kit.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// How far a follower has got, as the publisher knows it.
///
/// @param unseen how long ago its last request came in
/// @param age how long ago it last acknowledged something more, or all that there was
record FollowerState(String name, long acknowledged, Instant seenAt, Duration unseen, Duration age) {

    /// A follower that has not asked for longer is not waited for: a read waits for 10 s at most.
    static final Duration WAITED_FOR = Duration.ofSeconds(25);

    /// How much longer than the bound of its staleness a follower counts, for clocks that run unevenly.
    static final Duration MARGIN = Duration.ofSeconds(30);

    /// Until a follower's last request is this old, it may serve what it then held.
    boolean counts(Duration maxStaleness) {
        return unseen.compareTo(maxStaleness.plus(MARGIN)) <= 0;
    }

    private boolean lacks(long seq, Duration maxStaleness) {
        return counts(maxStaleness) && acknowledged < seq;
    }

    /// True when no follower is left that lacks `seq` and is likely to acknowledge it soon.
    static boolean isSettled(Collection<FollowerState> followers, long seq, Duration maxStaleness) {
        return followers.stream().noneMatch(f -> f.lacks(seq, maxStaleness) && f.unseen.compareTo(WAITED_FOR) <= 0);
    }

    /// When the last follower that lacks `seq` must have learnt it or stopped serving; empty when none lacks it.
    static Optional<Instant> inForceBy(Collection<FollowerState> followers, long seq, Duration maxStaleness) {
        return followers.stream()
                .filter(f -> f.lacks(seq, maxStaleness))
                .map(f -> f.seenAt.plus(maxStaleness))
                .max(Instant::compareTo);
    }
}
