package com.tasktracker.gateway.observe;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.exchange.Exchange;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Writes one line a request to standard output. Lines are gathered and written together by a thread of its own, ten
/// times a second: a write for each costs more than all else that is done for a small request. Where that thread cannot
/// follow, lines are left out and counted.
@ApplicationScoped
public class AccessLog {
    private static final long PAUSE = Duration.ofMillis(100).toNanos();
    private static final int MOST_WAITING = 50_000;

    private final boolean on;
    private final boolean json;
    private final Clock clock;
    private final PrintStream out;
    private final Queue<AccessLine> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger leftOut = new AtomicInteger();
    private final Thread writer;
    private volatile boolean stopped;

    public AccessLog(GatewayConfig config, Clock clock) {
        this.on = config.accessLog();
        this.json = config.logFormat().equals("json");
        this.clock = clock;
        this.out = System.out;
        this.writer = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    }

    public void start() {
        if (on) {
            writer.start();
        }
    }

    /// Writes what there is, and ends.
    public void stop() {
        if (!on) {
            return;
        }
        stopped = true;
        LockSupport.unpark(writer);
        try {
            writer.join(Duration.ofSeconds(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public void add(Exchange exchange, long nanos) {
        if (!on) {
            return;
        }
        if (size.incrementAndGet() > MOST_WAITING) {
            size.decrementAndGet();
            leftOut.incrementAndGet();
            return;
        }
        waiting.add(AccessLine.of(exchange, clock.instant(), nanos));
    }

    private void run() {
        while (!stopped) {
            LockSupport.parkNanos(PAUSE);
            write();
        }
        write();
    }

    private void write() {
        StringBuilder text = new StringBuilder();
        for (AccessLine line = waiting.poll(); line != null; line = waiting.poll()) {
            size.decrementAndGet();
            if (json) {
                line.appendJson(text);
            } else {
                line.appendText(text);
            }
        }
        int missing = leftOut.getAndSet(0);
        if (missing > 0) {
            text.append(clock.instant())
                    .append(" WARN  [access] ")
                    .append(missing)
                    .append(" lines were left out\n");
        }
        if (!text.isEmpty()) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            out.write(bytes, 0, bytes.length);
            out.flush();
        }
    }
}
