package com.tasktracker.identity.mail;

import com.tasktracker.kit.data.Sql;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/// Takes over the mails that wait in the table `mail`: those from before the outbox took its place, and what a replica
/// of the release before puts there while it is still up. Goes with that table, one release later.
@ApplicationScoped
class FormerOutbox {

    private static final String TAKE_OVER = """
            WITH left_over AS (
                DELETE FROM mail WHERE sent_at IS NULL AND coalesce(leased_until <= clock_timestamp(), true)
                RETURNING id, purpose, address, user_id, username, next_attempt_at)
            INSERT INTO outbox (id, purpose, address, about, due_at)
            SELECT m.id, m.purpose, m.address, coalesce(m.user_id, u.id), m.next_attempt_at
              FROM left_over m LEFT JOIN users u ON u.username = m.username
            ON CONFLICT DO NOTHING""";

    /// What that release counts, which it forgets itself while it is up.
    private static final String PURGE = "DELETE FROM mail WHERE sent_at < clock_timestamp() - interval '2 hours'";

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
