package com.tasktracker.kit.mail;

import com.tasktracker.kit.mail.Outbox.Taken;
import com.tasktracker.kit.secret.OpaqueToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what waits in the [Outbox], one after the other: at once when something was put there, else every few seconds.
/// How many were sent, failed and were given up is counted as `tasktracker.mails`.
@ApplicationScoped
class Postman {

    private static final Logger LOG = Logger.getLogger(Postman.class);
    /// One that fails is put off, and the next may go; where several fail in a row, the server is at fault.
    private static final int MOST_FAILURES = 3;

    private final Outbox outbox;
    private final Instance<LetterWriter> writers;
    private final Smtp smtp;
    private final MeterRegistry meters;
    private final ReentrantLock round = new ReentrantLock();
    private volatile boolean isWanted;

    Postman(Outbox outbox, Instance<LetterWriter> writers, Smtp smtp, MeterRegistry meters) {
        this.outbox = outbox;
        this.writers = writers;
        this.smtp = smtp;
        this.meters = meters;
    }

    /// Nobody waits for it to be sent.
    void hurry(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Put put) {
        Thread.ofVirtual().name("postman").start(this::deliver);
    }

    @Scheduled(every = "{tasktracker.mails.look-every}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void deliver() {
        isWanted = writers.isResolvable();
        // Whoever finds another one at work leaves it to that one, which looks again before it goes.
        while (isWanted && round.tryLock()) {
            try {
                isWanted = false;
                deliverAll();
            } catch (RuntimeException e) {
                LOG.warnf("Mails have to wait: %s", e.getMessage());
            } finally {
                round.unlock();
            }
        }
    }

    private void deliverAll() {
        int failuresInRow = 0;
        while (failuresInRow < MOST_FAILURES) {
            @Nullable Taken taken = outbox.take().orElse(null);
            if (taken == null) {
                return;
            }
            failuresInRow = deliver(taken) ? 0 : failuresInRow + 1;
        }
    }

    /// Says whether there was nothing that failed.
    private boolean deliver(Taken taken) {
        OpaqueToken token = OpaqueToken.random();
        try {
            @Nullable Letter letter = writers.get().write(taken.mail(), token).orElse(null);
            if (letter == null) {
                outbox.drop(taken);
                return true;
            }
            smtp.send(taken.mail().address(), letter);
        } catch (RuntimeException e) {
            LOG.warnf("A mail (%s) cannot be sent now: %s", taken.mail().purpose(), e.getMessage());
            failed(taken, token, e instanceof Smtp.InDoubt);
            return false;
        }
        outbox.sent(taken);
        count("sent");
        return true;
    }

    /// Counts it once it is put off: whoever has seen the count can rely on when it is tried again.
    private void failed(Taken taken, OpaqueToken token, boolean mayHaveArrived) {
        if (!mayHaveArrived) {
            writers.get().forget(token);
        }
        boolean isGivenUp = outbox.failed(taken, mayHaveArrived);
        count("failed");
        if (isGivenUp) {
            LOG.warnf("A mail (%s) is given up", taken.mail().purpose());
            count("given_up");
        }
    }

    private void count(String outcome) {
        meters.counter("tasktracker.mails", "outcome", outcome).increment();
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void purge() {
        if (writers.isResolvable()) {
            outbox.purge();
        }
    }
}
