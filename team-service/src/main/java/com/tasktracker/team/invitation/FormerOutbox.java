package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Sql;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/// Takes over the mails that wait in the table `mail`: those from before the outbox took its place, and what a replica
/// of the release before puts there while it is still up. Goes with that table and `mail_sent`, one release later.
@ApplicationScoped
class FormerOutbox {

    /// One that is being sent is due a minute later, and is left to whoever sends it till then.
    private static final String TAKE_OVER = """
            WITH left_over AS (
                DELETE FROM mail WHERE due_at <= clock_timestamp() RETURNING id, purpose, invitation_id, due_at)
            INSERT INTO outbox (id, purpose, address, about, due_at)
            SELECT m.id, m.purpose, i.email, i.id, m.due_at
              FROM left_over m JOIN invitation i ON i.id = m.invitation_id
            ON CONFLICT DO NOTHING""";

    /// What that release counts, which it forgets itself while it is up.
    private static final String PURGE = "DELETE FROM mail_sent WHERE sent_at < clock_timestamp() - interval '2 hours'";

    private final Sql sql;

    FormerOutbox(Sql sql) {
        this.sql = sql;
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void takeOver() {
        sql.update(TAKE_OVER);
        sql.update(PURGE);
    }
}
