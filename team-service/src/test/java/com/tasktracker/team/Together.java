package com.tasktracker.team;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Does things at the same moment.
final class Together {

    private Together() {}

    @SafeVarargs
    static <T> List<T> run(Callable<T>... tasks) {
        return times(tasks.length, n -> {
            try {
                return tasks[n].call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static <T> List<T> times(int count, IntFunction<T> task) {
        CountDownLatch ready = new CountDownLatch(count);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int n = i;
                futures.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return task.apply(n);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
