package com.tasktracker.identity.mail;

import com.tasktracker.identity.mail.Outbox.Due;
import com.tasktracker.kit.data.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what waits in the [Outbox]: at once when told that something has come, else every few seconds. Who a mail is
/// for is looked up as late as this, so that asking for one takes as long for an address that nobody has.
@ApplicationScoped
public class Postman {

    private static final Logger LOG = Logger.getLogger(Postman.class);

    /// Whose address it is, for each purpose; what has settled itself since finds nobody.
    private static final String RECIPIENT = """
            SELECT u.id, u.username FROM users u
             WHERE u.deleted_at IS NULL
               AND CASE WHEN ? THEN lower(u.pending_email COLLATE "C") = ?
                                    OR (NOT u.email_verified AND lower(u.email COLLATE "C") = ?)
                        ELSE lower(u.email COLLATE "C") = ? END
             ORDER BY u.pending_email IS NULL, u.updated_at DESC LIMIT 1""";

    private record Recipient(UUID id, String username) {}

    private final Outbox outbox;
    private final MailedTokens tokens;
    private final Mailer mailer;
    private final MailConfig config;
    private final Sql sql;
    private final MeterRegistry meters;
    private final ReentrantLock round = new ReentrantLock();
    private volatile boolean isWanted;

    Postman(Outbox outbox, MailedTokens tokens, Mailer mailer, MailConfig config, Sql sql, MeterRegistry meters) {
        this.outbox = outbox;
        this.tokens = tokens;
        this.mailer = mailer;
        this.config = config;
        this.sql = sql;
        this.meters = meters;
    }

    /// Something has been put into the outbox, and committed.
    public void nudge() {
        Thread.ofVirtual().name("postman").start(this::deliver);
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void deliver() {
        isWanted = true;
        // Whoever finds another one at work leaves it to that one, which looks again before it goes.
        while (isWanted && round.tryLock()) {
            try {
                isWanted = false;
                outbox.take().ifPresent(this::deliverFrom);
            } catch (RuntimeException e) {
                LOG.warnf("Mails have to wait: %s", e.getMessage());
            } finally {
                round.unlock();
            }
        }
    }

    private void deliverFrom(Due first) {
        @Nullable Due due = first;
        while (due != null) {
            deliver(due);
            due = outbox.take().orElse(null);
        }
    }

    private void deliver(Due due) {
        MailedToken token = MailedToken.random();
        try {
            Mail letter = letter(due, token);
            if (letter == null) {
                outbox.drop(due);
                return;
            }
            mailer.send(letter);
            outbox.sent(due);
            meters.counter("tasktracker.mails", "outcome", "sent").increment();
        } catch (RuntimeException e) {
            LOG.warnf("A mail (%s) could not be sent and is tried again: %s", due.purpose(), e.getMessage());
            meters.counter("tasktracker.mails", "outcome", "failed").increment();
            tokens.forget(token);
            outbox.failed(due);
        }
    }

    /// Nothing where it is for nobody. A token is kept before it is mailed, so that it is good when it arrives.
    private @Nullable Mail letter(Due due, MailedToken token) {
        @Nullable String username = due.username();
        if (username != null) {
            return Letters.notice(due.purpose(), due.address(), username);
        }
        Recipient recipient = recipient(due);
        if (recipient == null) {
            return null;
        }
        boolean isReset = due.purpose() == Purpose.RESET_PASSWORD;
        Duration lifetime = isReset ? config.resetLifetime() : config.verifyLifetime();
        tokens.keep(token, due.purpose(), recipient.id(), due.address(), lifetime);
        return Letters.token(due.purpose(), due.address(), recipient.username(), token, lifetime);
    }

    private @Nullable Recipient recipient(Due due) {
        String address = due.address().toLowerCase(Locale.ROOT);
        return sql.first(
                        RECIPIENT,
                        row -> new Recipient(row.id("id"), row.text("username")),
                        due.purpose() == Purpose.VERIFY_EMAIL,
                        address,
                        address,
                        address)
                .orElse(null);
    }

    @Scheduled(every = "10m", delayed = "1m")
    @RunOnVirtualThread
    void purge() {
        outbox.purge();
    }
}
