package com.tasktracker.team.invitation;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what is in the outbox: as soon as something was put there, and every few seconds what was put off.
@ApplicationScoped
class Postman {

    private static final Logger LOG = Logger.getLogger(Postman.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST_AT_ONCE = 500;

    private final Outbox outbox;
    private final ReactiveMailer mailer;
    private final AtomicBoolean isOut = new AtomicBoolean();

    Postman(Outbox outbox, ReactiveMailer mailer) {
        this.outbox = outbox;
        this.mailer = mailer;
    }

    /// Something was put into the outbox. Nobody waits for it to be sent.
    void hurry() {
        Thread.ofVirtual().name("postman").start(this::deliver);
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deliver() {
        if (!isOut.compareAndSet(false, true)) {
            return;
        }
        try {
            for (int i = 0; i < MOST_AT_ONCE; i++) {
                Optional<Outbox.Taken> taken = outbox.take();
                if (taken.isEmpty()) {
                    return;
                }
                @Nullable Letter letter = taken.get().letter();
                if (letter != null && !deliver(letter)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("The outbox cannot be read and is tried again: %s", e.getMessage());
        } finally {
            isOut.set(false);
        }
    }

    /// Says whether it was sent; where one fails, the next would too.
    private boolean deliver(Letter letter) {
        try {
            mailer.send(Mail.withText(letter.to(), letter.subject(), letter.text()))
                    .await()
                    .atMost(LIMIT);
        } catch (RuntimeException e) {
            LOG.warnf("The mail %s cannot be sent now and is tried again: %s", letter.id(), e.getMessage());
            outbox.failed(letter);
            return false;
        }
        outbox.sent(letter);
        return true;
    }
}
