package com.tasktracker.kit.caller;

import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/// The public keys with which tokens are verified, from the service's own table `signing_key(kid, jwk)`: the identity
/// service keeps it itself, the others by the people feed. Nobody else is asked.
///
/// An unknown `kid` is one look at the table, at most once a second, whatever is sent: a flood of made-up ones costs
/// nothing and hides no real rotation for longer.
@ApplicationScoped
public class VerificationKeys {

    private static final Logger LOG = Logger.getLogger(VerificationKeys.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /// However fresh the keys seem, one that was taken back is forgotten after this long.
    private static final Duration LONGEST_KEPT = Duration.ofSeconds(30);

    private record Keys(Map<String, PublicKey> byId, Instant readAt) {}

    private final Sql sql;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    /// Guarded by [#reading].
    private Instant triedAt = Instant.EPOCH;
    private volatile Keys keys = new Keys(Map.of(), Instant.EPOCH);

    VerificationKeys(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// The key of that id. May read the database, so it is called where blocking is allowed. While the table cannot be
    /// read, a key that is known goes on being used.
    Optional<PublicKey> find(String kid) {
        PublicKey known = keys.byId.get(kid);
        if (known == null) {
            refresh(BETWEEN_LOOKS);
        } else if (isOlderThan(LONGEST_KEPT)) {
            refreshIfFree();
        }
        return Optional.ofNullable(keys.byId.getOrDefault(kid, known));
    }

    /// Whether there is no key at all, so that nobody's token can be judged.
    boolean areMissing() {
        return keys.byId.isEmpty();
    }

    private boolean isOlderThan(Duration age) {
        return keys.readAt.plus(age).isBefore(clock.instant());
    }

    /// Waits for a look that is under way; a failed one counts as one too, so that nobody queues behind the next.
    private void refresh(Duration age) {
        reading.lock();
        try {
            if (isOlderThan(age) && triedAt.plus(age).isBefore(clock.instant())) {
                readNow();
            }
        } finally {
            reading.unlock();
        }
    }

    private void refreshIfFree() {
        if (reading.tryLock()) {
            try {
                if (triedAt.plus(BETWEEN_LOOKS).isBefore(clock.instant())) {
                    readNow();
                }
            } catch (DatabaseException e) {
                LOG.warnf("The signing keys cannot be read now, the known ones are used: %s", e.getMessage());
            } finally {
                reading.unlock();
            }
        }
    }

    private void readNow() {
        triedAt = clock.instant();
        keys = new Keys(read(), clock.instant());
    }

    private Map<String, PublicKey> read() {
        Map<String, PublicKey> found = new HashMap<>();
        sql.list("SELECT kid, jwk FROM signing_key", row -> Map.entry(row.text("kid"), row.text("jwk")))
                .forEach(entry -> {
                    try {
                        found.put(
                                entry.getKey(),
                                PublicJsonWebKey.Factory.newPublicJwk(entry.getValue())
                                        .getPublicKey());
                    } catch (JoseException e) {
                        LOG.errorf(e, "The signing key %s cannot be read and is left out", entry.getKey());
                    }
                });
        return Map.copyOf(found);
    }
}
