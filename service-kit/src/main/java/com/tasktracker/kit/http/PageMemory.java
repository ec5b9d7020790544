package com.tasktracker.kit.http;

import com.tasktracker.kit.problem.Problem;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Bounds the memory that pages of lists take together: a hundred rows of what the contract allows are some 6 MB, and
/// clients may ask for many such pages at once and take them slowly.
///
/// As many pages are put together at once as fit into the heap, were all as large as they may be. What is larger than
/// most is held within a budget until its client has taken it. Who finds no room within two seconds is answered 503;
/// small pages go on.
@Singleton
class PageMemory {

    static final int LARGE_BYTES = 256 * 1024;

    private static final int BUDGET_KIBIBYTES = 32 * 1024;
    /// Its rows, their texts, and twice its JSON, as it is written and in one piece.
    private static final int MOST_BYTES_OF_MAKING = 32 * 1024 * 1024;

    private static final int MADE_AT_ONCE =
            Math.toIntExact(Math.max(4, Runtime.getRuntime().maxMemory() / MOST_BYTES_OF_MAKING));
    private static final int PATIENCE_SECONDS = 2;

    private final Semaphore making = new Semaphore(MADE_AT_ONCE, true);
    private final Semaphore held = new Semaphore(BUDGET_KIBIBYTES);

    /// Waits for the right to put a page together, which ends with [#made] or with the request.
    void begin(RoutingContext context) {
        RequestState.of(context).making = acquired(making, 1, context);
    }

    /// The page is put together.
    void made(RoutingContext context) {
        RequestState.of(context).making.run();
    }

    /// A page that is large, to be read by whoever writes it to the client, and given back when that one is done.
    InputStream large(byte[] page, RoutingContext context) {
        Runnable release = acquired(held, Math.min(BUDGET_KIBIBYTES, page.length / 1024), context);
        return new HeldPage(page, context.vertx().getOrCreateContext(), release);
    }

    /// What gives back, once, what was acquired; at the latest the end of the request does.
    private static Runnable acquired(Semaphore semaphore, int permits, RoutingContext context) {
        if (!tryAcquire(semaphore, permits)) {
            throw Problem.unavailable("Too many pages are being read at once.", PATIENCE_SECONDS);
        }
        AtomicBoolean isReleased = new AtomicBoolean();
        Runnable release = () -> {
            if (isReleased.compareAndSet(false, true)) {
                semaphore.release(permits);
            }
        };
        context.addEndHandler(_ -> release.run());
        return release;
    }

    private static boolean tryAcquire(Semaphore semaphore, int permits) {
        try {
            return semaphore.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Is written no faster than its client takes it. A thread that writes learns only from the event loop that enough
    /// is under way, and would else have put all of the page there before the loop has told.
    private static final class HeldPage extends FilterInputStream {

        private static final int PIECE_BYTES = 64 * 1024;

        private final Context loop;
        private final Runnable release;

        HeldPage(byte[] page, Context loop, Runnable release) {
            super(new ByteArrayInputStream(page));
            this.loop = loop;
            this.release = release;
        }

        @Override
        public long transferTo(OutputStream out) throws IOException {
            byte[] piece = new byte[PIECE_BYTES];
            long written = 0;
            for (int length = read(piece); length > 0; length = read(piece)) {
                out.write(piece, 0, length);
                written += length;
                awaitLoop();
            }
            return written;
        }

        private void awaitLoop() {
            CompletableFuture<@Nullable Void> reached = new CompletableFuture<>();
            loop.runOnContext(_ -> reached.complete(null));
            reached.join();
        }

        @Override
        public void close() {
            release.run();
        }
    }
}
