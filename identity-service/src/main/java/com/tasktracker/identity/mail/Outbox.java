package com.tasktracker.identity.mail;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The mails that wait to be sent. One is put there in the transaction that has a reason for it, and is sent at least
/// once: after a crash in between, once more.
@ApplicationScoped
public class Outbox {

    private static final Duration HOUR = Duration.ofHours(1);
    /// How long sending one may take before another replica tries.
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private static final String DUE = """
            SELECT id, purpose, address, username, attempts, created_at FROM mail
             WHERE sent_at IS NULL AND next_attempt_at <= ? AND coalesce(leased_until <= ?, true)
             ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED""";

    /// When the limit last lets one through: an hour after the last but so many.
    private static final String FREE_AGAIN = """
            SELECT max(counted.at) + interval '1 hour' AS free_again FROM (
                SELECT coalesce(sent_at, ?) AS at FROM mail
                 WHERE lower(address COLLATE "C") = ? AND id <> ?
                   AND (sent_at > ? OR (sent_at IS NULL AND leased_until > ?))
                 ORDER BY 1 DESC OFFSET ? LIMIT 1) counted""";

    private final Sql sql;
    private final MailConfig config;
    private final Clock clock;

    Outbox(Sql sql, MailConfig config, Clock clock) {
        this.sql = sql;
        this.config = config;
        this.clock = clock;
    }

    /// A mail that is to be sent.
    record Due(
            UUID id,
            Purpose purpose,
            String address,
            @Nullable String username,
            int attempts,
            Instant createdAt) {}

    /// Asks for a token to be mailed to whoever has that address when it is sent, unless one is waiting already.
    public void putToken(Purpose purpose, String address) {
        put(purpose, address, null);
    }

    /// Tells somebody something.
    public void putNotice(Purpose purpose, String address, String username) {
        put(purpose, address, username);
    }

    private void put(Purpose purpose, String address, @Nullable String username) {
        Instant now = clock.instant();
        sql.update(
                "INSERT INTO mail (id, purpose, address, username, created_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (lower(address COLLATE \"C\"), purpose) WHERE sent_at IS NULL DO NOTHING",
                Ids.next(clock),
                purpose.text(),
                address,
                username,
                now,
                now);
    }

    /// Takes the next one that is due, for this process alone; one whose address has had enough for now is put off.
    Optional<Due> take() {
        while (true) {
            Taken taken = QuarkusTransaction.requiringNew().call(this::next);
            if (taken.due() != null || !taken.isMore()) {
                return Optional.ofNullable(taken.due());
            }
        }
    }

    private record Taken(@Nullable Due due, boolean isMore) {}

    private Taken next() {
        Instant now = clock.instant();
        Due due = sql.first(DUE, Outbox::due, now, now).orElse(null);
        if (due == null) {
            return new Taken(null, false);
        }
        if (due.createdAt().isBefore(now.minus(config.patience()))) {
            sql.update("DELETE FROM mail WHERE id = ?", due.id());
            return new Taken(null, true);
        }
        Instant freeAgain = freeAgain(due, now).orElse(null);
        if (freeAgain != null && freeAgain.isAfter(now)) {
            sql.update("UPDATE mail SET next_attempt_at = ? WHERE id = ?", freeAgain, due.id());
            return new Taken(null, true);
        }
        sql.update("UPDATE mail SET leased_until = ?, attempts = attempts + 1 WHERE id = ?", now.plus(LEASE), due.id());
        return new Taken(due, true);
    }

    private static Due due(Row row) throws SQLException {
        return new Due(
                row.id("id"),
                Purpose.valueOf(row.text("purpose").toUpperCase(Locale.ROOT)),
                row.text("address"),
                row.textOrNull("username"),
                row.number("attempts"),
                row.time("created_at"));
    }

    /// When the address may have another one; empty where it may now. Two processes ask one after the other.
    private Optional<Instant> freeAgain(Due due, Instant now) {
        if (!config.counted()) {
            return Optional.empty();
        }
        String address = due.address().toLowerCase(Locale.ROOT);
        sql.list("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text AS held", row -> true, "mail " + address);
        return sql.first(
                        FREE_AGAIN,
                        row -> Optional.ofNullable(row.timeOrNull("free_again")),
                        now,
                        address,
                        due.id(),
                        now.minus(HOUR),
                        now,
                        config.hourlyLimit() - 1)
                .flatMap(time -> time);
    }

    void sent(Due due) {
        sql.update("UPDATE mail SET sent_at = ?, leased_until = NULL WHERE id = ?", clock.instant(), due.id());
    }

    /// It could not be sent: it is tried again, at first soon and then ever later.
    void failed(Due due) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(due.attempts(), 10));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        sql.update(
                "UPDATE mail SET next_attempt_at = ?, leased_until = NULL WHERE id = ?",
                clock.instant().plus(bounded),
                due.id());
    }

    /// It is no longer wanted, or was for nobody.
    void drop(Due due) {
        sql.update("DELETE FROM mail WHERE id = ?", due.id());
    }

    /// Forgets all mails to an address.
    public void forget(String address) {
        sql.update("DELETE FROM mail WHERE lower(address COLLATE \"C\") = ?", address.toLowerCase(Locale.ROOT));
    }

    void purge() {
        sql.update(
                "DELETE FROM mail WHERE ctid IN (SELECT ctid FROM mail WHERE sent_at < ? LIMIT 10000)",
                clock.instant().minus(HOUR.multipliedBy(2)));
    }
}
