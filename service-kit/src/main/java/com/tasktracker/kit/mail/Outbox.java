package com.tasktracker.kit.mail;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.text.Json;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The mails that wait to be sent, in the table of db/kit/mail.sql. One is put there in the transaction that has a
/// reason for it, and is sent at least once: after a crash in between, once more.
///
/// Each try leaves a receipt for its address, which is taken back where the mail certainly did not arrive. So the
/// hourly limit also holds with several replicas, and over a crash.
@ApplicationScoped
public class Outbox {

    private static final Duration HOUR = Duration.ofHours(1);
    /// How long sending one may take before another replica tries.
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int FIRST_PAUSE_SECONDS = 5;
    private static final int LONGEST_PAUSE_SECONDS = 600;
    /// How much longer the pause is after a try that may have succeeded.
    private static final int IN_DOUBT = 12;
    /// With these pauses between them, a day's worth.
    private static final int MOST_ATTEMPTS = 150;

    private static final int PURGED_AT_ONCE = 10_000;

    /// One that waits is enough. Asking again while it is being sent is noticed afterwards by the number.
    private static final String PUT = """
            INSERT INTO outbox AS o (id, purpose, address, about, due_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (lower(address COLLATE "C"), purpose, about) DO UPDATE SET asked = o.asked + 1, attempts = 0""";

    private static final String DUE = """
            SELECT id, purpose, address, about, asked FROM outbox
             WHERE due_at <= ? ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED""";

    private static final String LEASED = "UPDATE outbox SET attempts = attempts + 1, due_at = ? WHERE id = ?";

    /// The one that leaves no room for another within its hour.
    private static final String LAST_BUT_SO_MANY = """
            SELECT counted_at FROM outbox_receipt
             WHERE address_hash = sha256(convert_to(?, 'UTF8')) AND counted_at > ?
             ORDER BY counted_at DESC OFFSET ? LIMIT 1""";

    private static final String COUNT =
            "INSERT INTO outbox_receipt (id, address_hash, counted_at) VALUES (?, sha256(convert_to(?, 'UTF8')), ?)";

    private static final String PUT_OFF = """
            UPDATE outbox SET due_at = CAST(? AS timestamptz)
                                       + least(? * power(2, least(attempts, 20) - 1), ?) * interval '1 second'
             WHERE id = ?""";

    private final Sql sql;
    private final MailConfig config;
    private final Event<Put> puts;
    private final Clock clock;

    Outbox(Sql sql, MailConfig config, Event<Put> puts, Clock clock) {
        this.sql = sql;
        this.config = config;
        this.puts = puts;
        this.clock = clock;
    }

    /// Something was put here.
    record Put() {}

    /// Asks for a mail, unless one of that kind is waiting already. It is sent once the running transaction is
    /// committed.
    ///
    /// @param purpose a constant of the service's own
    /// @param about what or whom it is about; `null` where that is found out by the address
    public void put(Enum<?> purpose, String address, @Nullable UUID about) {
        sql.update(PUT, Ids.next(clock), Json.nameOf(purpose), address, about, clock.instant());
        puts.fire(new Put());
    }

    /// Forgets what waits and is about this.
    public void forget(UUID about) {
        sql.update("DELETE FROM outbox WHERE about = ?", about);
    }

    /// Forgets what waits for an address and is about nothing that is known yet.
    public void forget(Enum<?> purpose, String address) {
        sql.update(
                "DELETE FROM outbox WHERE lower(address COLLATE \"C\") = ? AND purpose = ? AND about IS NULL",
                lower(address),
                Json.nameOf(purpose));
    }

    /// A mail that this process is to send.
    ///
    /// @param asked how often it has been asked for by now
    /// @param receipt that counts it for its address
    record Taken(UUID id, WaitingMail mail, int asked, UUID receipt) {}

    /// Takes the next one that is due, for this process alone; those whose address has had enough for now are put off.
    Optional<Taken> take() {
        while (true) {
            Look look = QuarkusTransaction.requiringNew().call(this::look);
            if (look.taken() != null || !look.foundAny()) {
                return Optional.ofNullable(look.taken());
            }
        }
    }

    private record Look(@Nullable Taken taken, boolean foundAny) {}

    private Look look() {
        Instant now = clock.instant();
        Taken due = sql.first(DUE, row -> due(row, Ids.next(clock)), now).orElse(null);
        if (due == null) {
            return new Look(null, false);
        }
        String address = lower(due.mail().address());
        Instant freeAgain = freeAgain(address, now).orElse(null);
        if (freeAgain != null) {
            sql.update("UPDATE outbox SET due_at = ? WHERE id = ?", freeAgain, due.id());
            return new Look(null, true);
        }
        sql.update(COUNT, due.receipt(), address, now);
        sql.update(LEASED, now.plus(LEASE), due.id());
        return new Look(due, true);
    }

    private static Taken due(Row row, UUID receipt) throws SQLException {
        return new Taken(
                row.id("id"),
                new WaitingMail(row.text("purpose"), row.text("address"), row.idOrNull("about")),
                row.number("asked"),
                receipt);
    }

    /// When the address may have another one; empty where it may now. Two processes ask one after the other.
    private Optional<Instant> freeAgain(String address, Instant now) {
        if (!config.counted()) {
            return Optional.empty();
        }
        sql.first("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text AS held", _ -> true, "mail " + address);
        return sql.first(
                LAST_BUT_SO_MANY,
                row -> row.time("counted_at").plus(HOUR),
                address,
                now.minus(HOUR),
                config.hourlyLimit() - 1);
    }

    /// It was handed over, and counts from now on.
    void sent(Taken taken) {
        QuarkusTransaction.requiringNew().run(() -> {
            sql.update("UPDATE outbox_receipt SET counted_at = ? WHERE id = ?", clock.instant(), taken.receipt());
            settle(taken);
        });
    }

    /// It is no longer wanted, or was for nobody.
    void drop(Taken taken) {
        QuarkusTransaction.requiringNew().run(() -> {
            takeBack(taken);
            settle(taken);
        });
    }

    /// Done, unless it was asked for again while it was being sent: what was sent may be older than the reason.
    private void settle(Taken taken) {
        if (sql.update("DELETE FROM outbox WHERE id = ? AND asked = ?", taken.id(), taken.asked()) == 0) {
            sql.update("UPDATE outbox SET due_at = ?, attempts = 0 WHERE id = ?", clock.instant(), taken.id());
        }
    }

    /// It could not be sent: it is tried again, at first soon and then ever later, and given up after about a day. Says
    /// whether it is given up.
    ///
    /// @param mayHaveArrived whether nobody knows: then it counts as if it had
    boolean failed(Taken taken, boolean mayHaveArrived) {
        return QuarkusTransaction.requiringNew().call(() -> {
            if (!mayHaveArrived) {
                takeBack(taken);
            }
            if (sql.update("DELETE FROM outbox WHERE id = ? AND attempts >= ?", taken.id(), MOST_ATTEMPTS) > 0) {
                return true;
            }
            int first = mayHaveArrived ? FIRST_PAUSE_SECONDS * IN_DOUBT : FIRST_PAUSE_SECONDS;
            sql.update(PUT_OFF, clock.instant(), first, LONGEST_PAUSE_SECONDS, taken.id());
            return false;
        });
    }

    private void takeBack(Taken taken) {
        sql.update("DELETE FROM outbox_receipt WHERE id = ?", taken.receipt());
    }

    /// Forgets what no longer counts.
    void purge() {
        int purged;
        do {
            purged = sql.update("""
                    DELETE FROM outbox_receipt WHERE ctid IN (
                        SELECT ctid FROM outbox_receipt WHERE counted_at < ? LIMIT ?)""", clock.instant().minus(HOUR), PURGED_AT_ONCE);
        } while (purged == PURGED_AT_ONCE);
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
