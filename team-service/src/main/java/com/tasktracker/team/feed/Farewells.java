package com.tasktracker.team.feed;

import com.tasktracker.kit.feed.Changes;
import com.tasktracker.team.invitation.Invitations;
import com.tasktracker.team.people.People;
import com.tasktracker.team.team.Departures;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/// Settles what follows from deleted accounts. What is little is settled along with the feed; the
/// rest goes on by itself, a bounded number of teams a transaction, so that an account with very many
/// holds up nobody.
@ApplicationScoped
class Farewells {

    private static final int MOST_ROUNDS = 1_000;

    private final People people;
    private final Departures departures;
    private final Invitations invitations;
    private final Changes changes;

    Farewells(People people, Departures departures, Invitations invitations, Changes changes) {
        this.people = people;
        this.departures = departures;
        this.invitations = invitations;
        this.changes = changes;
    }

    /// Settles some, within a transaction that may publish, and says whether more are left.
    boolean settleSome() {
        List<UUID> gone = people.departing();
        if (gone.isEmpty()) {
            return false;
        }
        if (departures.settle(gone)) {
            invitations.forget(gone);
            people.departed(gone);
        }
        return true;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void settleTheRest() {
        for (int i = 0; i < MOST_ROUNDS; i++) {
            if (people.departing().isEmpty() || !changes.commitWithoutWaiting(this::settleSome)) {
                return;
            }
        }
    }
}
