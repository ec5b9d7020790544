package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.secret.EmailHash;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Hashes the addresses of invitations as the identity service does, which tells of people nothing but the hash of
/// their verified address.
@Startup // a key that is too short is found out at once
@ApplicationScoped
class Addresses {

    private static final Logger LOG = Logger.getLogger(Addresses.class);
    private static final int AT_ONCE = 500;
    private static final String OPEN =
            "SELECT id, email FROM invitation WHERE status = 'open' AND id > ? ORDER BY id LIMIT " + AT_ONCE;
    /// A hash holds no comma.
    private static final String HASH_ANEW = """
            UPDATE invitation i SET email_hashes = string_to_array(n.hashes, ',')
              FROM unnest(?::uuid[], ?::text[]) AS n (id, hashes)
             WHERE i.id = n.id AND i.status = 'open' AND i.email_hashes <> string_to_array(n.hashes, ',')""";

    private final EmailHash hash;
    private final Sql sql;

    Addresses(InvitationConfig config, Sql sql) {
        this.hash = new EmailHash(config.emailHashKey());
        this.sql = sql;
    }

    /// The address with its hashes by each of the keys, so that a key can be exchanged while invitations are open.
    Address of(String email) {
        String lower = email.toLowerCase(Locale.ROOT);
        return new Address(lower, hash.all(lower));
    }

    /// Whether it is the address that has this published hash, by whichever of the keys.
    boolean matches(String email, @Nullable String emailHash) {
        return emailHash != null && hash.matches(email, emailHash);
    }

    private record Open(UUID id, String email) {

        static Open of(Row row) throws SQLException {
            return new Open(row.id("id"), row.text("email"));
        }
    }

    /// At the start, when a key may have been exchanged, and again for what a replica with the old keys made meanwhile.
    @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void keepUp() {
        int changed = hashAnew();
        if (changed > 0) {
            LOG.infof("hashed the addresses of %d open invitations with the present EMAIL_HASH_KEY", changed);
        }
    }

    /// Hashes the addresses of open invitations anew where they were made with other keys, so that whoever has the
    /// address by the present ones is found. Says how many they were.
    int hashAnew() {
        int changed = 0;
        @Nullable UUID last = new UUID(0, 0);
        while (last != null) {
            List<Open> open = sql.list(OPEN, Open::of, last);
            if (!open.isEmpty()) {
                changed += sql.update(
                        HASH_ANEW,
                        open.stream().map(Open::id).toArray(UUID[]::new),
                        open.stream()
                                .map(each -> String.join(",", hash.all(each.email())))
                                .toArray(String[]::new));
            }
            last = open.size() < AT_ONCE ? null : open.getLast().id();
        }
        return changed;
    }
}
