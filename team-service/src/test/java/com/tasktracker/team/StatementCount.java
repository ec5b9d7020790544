package com.tasktracker.team;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Counts what requests ask of the database: outside a transaction each statement takes a connection of its own.
@Singleton
public class StatementCount implements AgroalPoolInterceptor {

    private static final int RUNS = 3;

    private final AtomicInteger acquired = new AtomicInteger();

    @Override
    public void onConnectionAcquire(Connection connection) {
        // Followers and schedules have threads of other names.
        if (Thread.currentThread().getName().startsWith("quarkus-virtual-thread")) {
            acquired.incrementAndGet();
        }
    }

    /// The fewest of some runs, since now and then one also looks for new signing keys.
    int during(Runnable request) {
        return IntStream.range(0, RUNS)
                .map(_ -> {
                    int before = acquired.get();
                    request.run();
                    return acquired.get() - before;
                })
                .min()
                .orElseThrow();
    }
}
