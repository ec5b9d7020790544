package com.tasktracker.identity.user;

import com.tasktracker.identity.throttle.Network;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.secret.Keyring;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/// From where the owners of accounts have come, as keyed hashes.
@ApplicationScoped
public class KnownAddresses {

    private static final Duration KEPT = Duration.ofDays(180);
    private static final Duration NOTED_AGAIN_AFTER = Duration.ofDays(1);

    private final Sql sql;
    private final Keyring keyring;
    private final Clock clock;

    KnownAddresses(Sql sql, Keyring keyring, Clock clock) {
        this.sql = sql;
        this.keyring = keyring;
        this.clock = clock;
    }

    byte[] hash(String address) {
        return keyring.hash("known-address", Network.of(address).getBytes(StandardCharsets.UTF_8));
    }

    /// Whether the account's owner has come from there before.
    public boolean knows(UUID user, String address) {
        return sql.first(
                        "SELECT user_id FROM known_address WHERE user_id = ? AND address_hash = ?",
                        row -> row.id("user_id"),
                        user,
                        hash(address))
                .isPresent();
    }

    /// The owner comes from there, which is worth a write once a day.
    public void note(UUID user, String address) {
        sql.update("""
                INSERT INTO known_address AS k (user_id, address_hash, seen_at) VALUES (?, ?, ?)
                ON CONFLICT (user_id, address_hash) DO UPDATE SET seen_at = excluded.seen_at WHERE k.seen_at < ?""", user, hash(address), clock.instant(), clock.instant().minus(NOTED_AGAIN_AFTER));
    }

    /// Whoever came from elsewhere before is a stranger again: it may not have been the owner.
    public void forget(UUID user) {
        sql.update("DELETE FROM known_address WHERE user_id = ?", user);
    }

    @Scheduled(every = "6h", delayed = "5m")
    @RunOnVirtualThread
    void purge() {
        sql.update(
                "DELETE FROM known_address WHERE ctid IN (SELECT ctid FROM known_address WHERE seen_at < ? LIMIT 10000)",
                clock.instant().minus(KEPT));
    }
}
