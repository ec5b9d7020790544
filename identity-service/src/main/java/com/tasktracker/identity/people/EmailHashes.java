package com.tasktracker.identity.people;

import com.tasktracker.identity.people.PeopleFeed.Person;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.secret.EmailHash;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Publishes people anew whose verified e-mail was hashed with a key that is being replaced (`EMAIL_HASH_KEY` as
/// `current,previous`).
///
/// Which key a hash is of stands beside it on the feed. So it takes up where it was left, any number of replicas may be
/// at it, and nobody is published twice for the same key; a replica that still has the old key alone leaves what is of
/// the new one as it is.
@ApplicationScoped
class EmailHashes {

    private static final Logger LOG = Logger.getLogger(EmailHashes.class);
    private static final int AT_ONCE = 200;

    /// What was published before keys were noted may be of any.
    private static final String IS_OUTDATED = """
            f.type = 'person.changed' AND f.private_data -> 'team-service' ->> 'email_hash' IS NOT NULL
            AND (f.private_data -> 'team-service' ->> 'email_hash_key' = ANY(?)
                 OR f.private_data -> 'team-service' ->> 'email_hash_key' IS NULL)""";

    private static final String OUTDATED = "SELECT f.subject FROM feed f WHERE " + IS_OUTDATED + " LIMIT ?";

    /// Whoever is being changed just now is looked at again in the next round.
    private static final String LOCK =
            "SELECT id FROM users WHERE id = ANY(?) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED";

    /// Read once they are locked, so that it is what was committed last, and not what somebody has renewed meanwhile.
    private static final String READ = """
            SELECT u.id, u.username, u.email, p.display_name, p.avatar_url
              FROM users u JOIN user_profile p ON p.user_id = u.id JOIN feed f ON f.subject = 'person/' || u.id
             WHERE u.email_verified AND u.id = ANY(?) AND""" + " " + IS_OUTDATED;

    private final EmailHash hash;
    private final PeopleFeed feed;
    private final Changes changes;
    private final Sql sql;

    EmailHashes(EmailHash hash, PeopleFeed feed, Changes changes, Sql sql) {
        this.hash = hash;
        this.feed = feed;
        this.changes = changes;
        this.sql = sql;
    }

    /// Again and again while there is a previous key, since a replica that has that alone may be up yet.
    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void renew() {
        if (hash.previousKeyIds().isEmpty()) {
            return;
        }
        int renewed = 0;
        int some;
        do {
            some = changes.commitWithoutWaiting(this::renewSome);
            renewed += some;
        } while (some > 0);
        if (renewed > 0) {
            LOG.infof("published %d people by hashes with the present EMAIL_HASH_KEY", renewed);
        }
    }

    private int renewSome() {
        String[] keys = hash.previousKeyIds().toArray(String[]::new);
        List<UUID> outdated = sql.list(OUTDATED, row -> PeopleFeed.personOf(row.text("subject")), keys, AT_ONCE);
        List<UUID> locked = sql.list(LOCK, row -> row.id("id"), (Object) outdated.toArray(UUID[]::new));
        List<Person> people = sql.list(READ, EmailHashes::person, locked.toArray(UUID[]::new), keys);
        people.forEach(feed::changed);
        return people.size();
    }

    private static Person person(Row row) throws SQLException {
        return new Person(
                row.id("id"),
                row.text("username"),
                row.text("display_name"),
                row.textOrNull("avatar_url"),
                row.text("email"));
    }
}
