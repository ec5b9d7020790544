package com.tasktracker.gateway.limit;

import java.util.concurrent.atomic.AtomicInteger;

/// What one client asked in one minute. The minutes of different clients begin at different moments, so that not all of
/// them come back at once; those of one client begin at the same moment in each gateway.
final class Window {
    static final long MILLIS = 60_000;

    private final String client;
    private final long number;
    private final long ends;
    private final int limit;
    private final AtomicInteger here = new AtomicInteger();
    private volatile int elsewhere;
    private volatile int told;

    Window(String client, int limit, long now) {
        long shift = Math.floorMod(client.hashCode(), MILLIS);
        this.client = client;
        this.limit = limit;
        this.number = (now + shift) / MILLIS;
        this.ends = (number + 1) * MILLIS - shift;
    }

    boolean isOver(long now) {
        return now >= ends;
    }

    long millisLeft(long now) {
        return Math.max(0, ends - now);
    }

    /// Counts one more, and says how many that makes.
    int take() {
        return here.incrementAndGet() + elsewhere;
    }

    int count() {
        return here.get() + elsewhere;
    }

    /// The name that all gateways have for it.
    String sharedName() {
        return client + ':' + number;
    }

    /// How many this gateway has counted itself.
    int own() {
        return here.get();
    }

    /// Whether the others are to know of more; not while there are so few that they do not matter.
    boolean isToBeTold() {
        int own = here.get();
        return own * 8L >= limit && own != told;
    }

    /// The others know of so many of its own now, which with theirs are so many in all.
    void told(int own, long total) {
        told = own;
        elsewhere = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(0, total - own));
    }
}
