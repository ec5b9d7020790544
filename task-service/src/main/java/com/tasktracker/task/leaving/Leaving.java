package com.tasktracker.task.leaving;

import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.people.Aftermath;
import com.tasktracker.task.people.Departures;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Works off who has left: some of it at once, in the transaction that reaches the feed's head, so that it is done when
/// the call that removed them is answered; what is more, or in use at that moment, in transactions of its own soon
/// after, on whichever replica comes first.
@ApplicationScoped
class Leaving implements Aftermath {

    private static final int DEPARTURES_AT_ONCE = 50;
    private static final int TASKS_AT_ONCE = 200;

    /// So that whoever is in the way, or stopped, does not keep the feed from being followed.
    private static final String WAIT_A_LITTLE = "SET LOCAL lock_timeout = '300ms'";

    private static final Logger LOG = Logger.getLogger(Leaving.class);

    private final Departures departures;
    private final Unassignment unassignment;
    private final EndedTeams endedTeams;
    private final Journal journal;
    private final Sql sql;
    private final TransactionSynchronizationRegistry transaction;
    private final Clock clock;

    Leaving(
            Departures departures,
            Unassignment unassignment,
            EndedTeams endedTeams,
            Journal journal,
            Sql sql,
            TransactionSynchronizationRegistry transaction,
            Clock clock) {
        this.departures = departures;
        this.unassignment = unassignment;
        this.endedTeams = endedTeams;
        this.journal = journal;
        this.sql = sql;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void atHead() {
        if (!departures.reachHead()) {
            return;
        }
        sql.update("SAVEPOINT leaving");
        try {
            sql.update(WAIT_A_LITTLE);
            Journal.Entries entries = new Journal.Entries(null);
            workOff(false, entries);
            journal.write(entries);
            sql.update("SET LOCAL lock_timeout TO DEFAULT");
            announceAfterCommit(entries);
        } catch (DatabaseException e) {
            LOG.debug("what follows from a departure is left for later", e);
            sql.update("ROLLBACK TO SAVEPOINT leaving");
        }
    }

    private void announceAfterCommit(Journal.Entries entries) {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Nothing is left to be done.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    journal.announce(entries);
                }
            }
        });
    }

    /// Works off what is left.
    @Scheduled(every = "1s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void finish() {
        try {
            while (step()) {
                LOG.debug("some of those who left were seen to");
            }
        } catch (RuntimeException e) {
            // It is tried again in a second.
            LOG.warnf("cannot see to those who left: %s", e.getMessage());
        }
    }

    /// One transaction's worth; says whether there was anything.
    boolean step() {
        return journal.commit(null, entries -> workOff(true, entries));
    }

    private boolean workOff(boolean waits, Journal.Entries entries) {
        String[] some = departures.take(DEPARTURES_AT_ONCE);
        if (some.length == 0) {
            return false;
        }
        Instant now = clock.instant();
        unassignment.run(some, TASKS_AT_ONCE, waits, now, entries);
        endedTeams.run(some, TASKS_AT_ONCE, now, entries);
        return true;
    }
}
