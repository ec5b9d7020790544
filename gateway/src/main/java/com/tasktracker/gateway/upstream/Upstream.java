package com.tasktracker.gateway.upstream;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A service behind the gateway, with its replicas.
public final class Upstream {
    private final String name;
    private final List<Replica> replicas;
    private final AtomicInteger turn = new AtomicInteger();

    public Upstream(String name, List<String> urls) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("No URL is configured for " + name);
        }
        this.name = name;
        this.replicas =
                urls.stream().map(url -> new Replica(URI.create(url.strip()))).toList();
    }

    public String name() {
        return name;
    }

    public List<Replica> replicas() {
        return replicas;
    }

    /// The replica that is to have the next request: of those that are ready, else of those that are not cut off, the
    /// one with the fewest under way; equals take turns.
    ///
    /// @param tried those that had this request already
    /// @return null if none is to be had
    @Nullable
    Replica choose(Collection<Replica> tried, long now) {
        Replica best = best(tried, now);
        if (best == null || best.circuit().pass(now)) {
            return best;
        }
        // Between the look and the pass another event loop has taken the one request that is let through: its luck says
        // nothing of the others.
        List<Replica> besides = new ArrayList<>(tried);
        besides.add(best);
        return choose(besides, now);
    }

    private @Nullable Replica best(Collection<Replica> tried, long now) {
        int first = replicas.size() == 1 ? 0 : turn.getAndIncrement();
        @Nullable Replica best = null;
        for (int i = 0; i < replicas.size(); i++) {
            Replica candidate = replicas.get(Math.floorMod(first + i, replicas.size()));
            boolean eligible = !tried.contains(candidate) && candidate.circuit().wouldPass(now);
            if (eligible && (best == null || isBetter(candidate, best))) {
                best = candidate;
            }
        }
        return best;
    }

    private static boolean isBetter(Replica candidate, Replica best) {
        if (candidate.isExpectedToServe() != best.isExpectedToServe()) {
            return candidate.isExpectedToServe();
        }
        return candidate.load() < best.load();
    }

    /// How long until a replica that is cut off is tried again, in nanoseconds.
    long remainingPause(long now) {
        return replicas.stream()
                .mapToLong(replica -> replica.circuit().remainingPause(now))
                .min()
                .orElse(0);
    }
}
