package com.tasktracker.kit.feed;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Commits changes that other services must learn of, and waits until they have.
///
///     Committed<TeamView> team = changes.commit(() -> {
///         …
///         changes.publish(FeedEvent.of("team.changed", "team/" + id, Map.of("id", id, …)));
///         return TeamView.of(…);
///     });
///     return team.isInForce() ? ok(team.value()) : propagating(team.inForceBy());
///
/// What is published during the work is written by one statement, the last before the commit, which numbers it in the
/// order of commits; of several events of one subject the last stays. Call it on a thread that may block: it waits up
/// to `feeds.in-force-wait` (2 s) after the commit, holding no connection. Within a running transaction it is an error.
@ApplicationScoped
public class Changes {

    private static final int TRANSACTION_SECONDS = 15;
    private static final Object COLLECTED = Changes.class;

    private final TransactionSynchronizationRegistry transaction;
    private final Instance<EntityManager> entities;
    private final FeedPublisher publisher;

    Changes(TransactionSynchronizationRegistry transaction, Instance<EntityManager> entities, FeedPublisher publisher) {
        this.transaction = transaction;
        this.entities = entities;
        this.publisher = publisher;
    }

    /// Runs the work in a transaction of its own, commits it together with what it published, and waits till that is
    /// in force. A failure of the work rolls it back and comes out as it is.
    public <T extends @Nullable Object> Committed<T> commit(Supplier<T> work) {
        Outcome<T> outcome = transact(TRANSACTION_SECONDS, work);
        @Nullable Written written = outcome.written();
        return new Committed<>(outcome.value(), written == null ? Optional.empty() : publisher.awaitInForce(written));
    }

    /// [#commit] for work that answers nothing: gives the time by which it is in force, empty when it is.
    public Optional<Instant> run(Runnable work) {
        return commit(() -> {
                    work.run();
                    return Boolean.TRUE;
                })
                .inForceBy();
    }

    /// [#commit] for jobs that nobody waits for: goes on as soon as the transaction is committed.
    public <T extends @Nullable Object> T commitWithoutWaiting(Supplier<T> work) {
        return commitWithoutWaiting(TRANSACTION_SECONDS, work);
    }

    <T extends @Nullable Object> T commitWithoutWaiting(int limitSeconds, Supplier<T> work) {
        return transact(limitSeconds, work).value();
    }

    /// Adds an event to those of the running change. Only within the work of one.
    public void publish(FeedEvent event) {
        collected().add(event);
    }

    /// Says that the answer relies on what was published of this subject before, since there is nothing to change: a
    /// repeat of a change is answered when that is in force, not at once. Only within the work of a change.
    public void relyOn(String subject) {
        collected().rely(subject);
    }

    private CollectedEvents collected() {
        if (transaction.getTransactionKey() != null
                && transaction.getResource(COLLECTED) instanceof CollectedEvents events) {
            return events;
        }
        throw new IllegalStateException("events are published within the work of Changes.commit alone");
    }

    private record Outcome<T extends @Nullable Object>(
            T value, @Nullable Written written) {}

    private <T extends @Nullable Object> Outcome<T> transact(int limitSeconds, Supplier<T> work) {
        Outcome<T> outcome = QuarkusTransaction.disallowingExisting()
                .timeout(limitSeconds)
                .call(() -> {
                    CollectedEvents events = new CollectedEvents();
                    transaction.putResource(COLLECTED, events);
                    T value = work.get();
                    // What Hibernate still holds back must not lock anything after the feed's head is locked.
                    if (entities.isResolvable()) {
                        entities.get().flush();
                    }
                    return new Outcome<>(value, publisher.write(events));
                });
        if (outcome.written() != null) {
            publisher.committed();
        }
        return outcome;
    }
}
