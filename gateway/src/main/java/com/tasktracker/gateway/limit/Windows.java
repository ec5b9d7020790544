package com.tasktracker.gateway.limit;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The counts of all clients, in bounded memory: beyond [#MOST] of them, those that come later share counters.
final class Windows {
    static final int MOST = 100_000;
    private static final int SHARED = 4096;

    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable Window> shared = new AtomicReferenceArray<>(SHARED);

    Windows(Clock clock) {
        this.clock = clock;
    }

    /// The window of a client that is open now.
    Window of(Policy policy, String client) {
        long now = clock.millis();
        String name = policy.name() + ':' + client;
        Window window = windows.get(name);
        if (window != null && !window.isOver(now)) {
            return window;
        }
        if (window == null && windows.size() >= MOST) {
            return sharedOf(policy, Math.floorMod(name.hashCode(), SHARED), now);
        }
        return windows.compute(
                name, (_, held) -> held == null || held.isOver(now) ? new Window(name, policy.perMinute(), now) : held);
    }

    private Window sharedOf(Policy policy, int slot, long now) {
        Window fresh = new Window(policy.name() + ":others:" + slot, policy.perMinute(), now);
        return shared.accumulateAndGet(
                slot, fresh, (held, offered) -> held == null || held.isOver(now) ? offered : held);
    }

    long millisLeft(Window window) {
        return window.millisLeft(clock.millis());
    }

    /// Forgets what is over.
    void sweep() {
        long now = clock.millis();
        windows.values().removeIf(window -> window.isOver(now));
    }

    void forEach(Consumer<Window> visitor) {
        windows.values().forEach(visitor);
    }
}
