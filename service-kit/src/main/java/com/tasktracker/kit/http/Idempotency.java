package com.tasktracker.kit.http;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.secret.Keyring;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps a creating request from creating twice: the `Idempotency-Key` of the API contract, after
/// draft-ietf-httpapi-idempotency-key-header.
///
/// A key belongs to its owner (the caller, or what stands for one) and to the method and path. It is written in the
/// transaction that creates, so that it holds over a crash between commit and answer; the fingerprint of the body is a
/// keyed hash. While the first request still runs, a repeat waits for it without holding a connection.
@ApplicationScoped
public class Idempotency {

    /// Characters of a key.
    public static final int MAX_LENGTH = 255;

    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String PURPOSE = "idempotency";
    private static final long LOOK_AGAIN_NANOS = 25_000_000;
    private static final int PURGED_AT_ONCE = 10_000;
    private static final int MOST_ROUNDS = 100;

    private final Sql sql;
    private final Keyring keyring;
    private final CurrentRequest request;
    private final IdempotencyConfig config;
    private final Clock clock;

    Idempotency(Sql sql, Keyring keyring, CurrentRequest request, IdempotencyConfig config, Clock clock) {
        this.sql = sql;
        this.keyring = keyring;
        this.request = request;
        this.config = config;
        this.clock = clock;
    }

    /// Runs the work of a request that creates. The work opens its transaction itself, checks rights, asks
    /// [Claim#replayed()], creates, and calls [Claim#keep]; it may be run again while an
    /// earlier request is running.
    ///
    /// Where it answers a repeat by a 404, since what was created is gone meanwhile,
    /// the client is told what is left to tell: 201 with the same `Location`, and the `id` alone.
    ///
    /// @param owner whom the key belongs to: the caller's id, or what stands for a caller
    public <T> T attempt(String owner, Function<Claim, T> work) {
        String key = request.header(HEADER);
        if (key == null) {
            return work.apply(new Claim(null, owner));
        }
        if (!isValid(key)) {
            throw Problem.invalid(List.of(new Fault(
                    HEADER, Fault.Code.MALFORMED, "must be 1 to " + MAX_LENGTH + " visible ASCII characters")));
        }
        long deadline = System.nanoTime() + config.patience().toNanos();
        boolean wasRefused = false;
        while (true) {
            Claim claim = new Claim(key, owner);
            try {
                return work.apply(claim);
            } catch (Problem refusal) {
                @Nullable UUID created = claim.createdEarlier;
                if (created != null && refusal.status() == 404) {
                    throw new CreatedBefore(request.path() + "/" + created, created);
                }
                // The first may have finished between our look at the key and at what it created: look once more.
                if (wasRefused || !claim.isNew || refusal.status() < 409) {
                    throw refusal;
                }
                wasRefused = true;
            } catch (StillRunning _) {
                if (System.nanoTime() - deadline > 0) {
                    throw Problem.conflict(
                            "request-in-progress",
                            "The first request is still running",
                            "A request with this Idempotency-Key is still running; ask again in a moment.");
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private static boolean isValid(String key) {
        return !key.isEmpty() && key.length() <= MAX_LENGTH && key.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    /// What an earlier request with the same key left.
    ///
    /// @param createdId what it created
    /// @param answer what else it recorded to be answered again
    public record Earlier(
            @Nullable UUID createdId, @Nullable String answer) {}

    @SuppressWarnings("ArrayRecordComponent") // only passed from the row to its comparison
    private record Found(boolean isOurs, byte @Nullable [] fingerprint, Earlier earlier) {}

    /// One attempt's hold on its key. Without a key it asks nothing and keeps nothing.
    public final class Claim {

        private final @Nullable String key;
        private final String owner;
        /// Whether nothing was found under the key.
        private boolean isNew;
        /// What was found to have been created under it.
        private @Nullable UUID createdEarlier;

        private Claim(@Nullable String key, String owner) {
            this.key = key;
            this.owner = owner;
        }

        /// Whether there is a key, so that the work needs a transaction in which it is kept.
        public boolean isKept() {
            return key != null;
        }

        /// What an earlier request with this key created, to be answered again. To be called in the transaction, once
        /// it is settled that the caller may do this at all. Another body is a 422.
        public Optional<Earlier> replayed() {
            if (key == null) {
                return Optional.empty();
            }
            Found found = look(key);
            if (found.fingerprint == null) {
                if (!found.isOurs) {
                    throw new StillRunning();
                }
                isNew = true;
                return Optional.empty();
            }
            if (!keyring.verify(PURPOSE, request.state().fingerprinted, found.fingerprint)) {
                throw reused();
            }
            createdEarlier = found.earlier.createdId();
            request.answerHeader(REPLAYED, "true");
            return Optional.of(found.earlier);
        }

        /// To be thrown where it is found out afterwards that the repeat has another body: what is secret of it is not
        /// part of the fingerprint.
        public Problem notTheSame() {
            request.withoutAnswerHeader(REPLAYED);
            return reused();
        }

        /// To be thrown where what was created may not be shown to whoever repeats the request: they are told what the
        /// first answer told of it that cannot have changed, 201 with the same `Location` and the `id` alone.
        ///
        /// @param location of the first answer
        public RuntimeException notToBeShown(String location, UUID created) {
            return new CreatedBefore(location, created);
        }

        private static Problem reused() {
            return Problem.of(
                    422,
                    "idempotency-key-reused",
                    "The key belongs to another request",
                    "This Idempotency-Key was used with another body.");
        }

        private Found look(String key) {
            return sql.first(
                            """
                            SELECT pg_try_advisory_xact_lock(?) AS is_ours, fingerprint, created_id, answer
                            FROM (VALUES (1)) AS once
                            LEFT JOIN idempotency_key ON owner = ? AND route = ? AND key = ? AND created_at > ?""",
                            row -> new Found(
                                    row.flag("is_ours"),
                                    row.bytesOrNull("fingerprint"),
                                    new Earlier(row.idOrNull("created_id"), row.textOrNull("answer"))),
                            lock(key),
                            owner,
                            route(),
                            key,
                            clock.instant().minus(config.retention()))
                    .orElseThrow();
        }

        private long lock(String key) {
            byte[] name = (owner + "\n" + route() + "\n" + key).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(keyring.hash("idempotency-lock", name)).getLong();
        }

        /// Keeps what this request created, in the transaction that creates it.
        public void keep(UUID createdId) {
            keep(createdId, null);
        }

        /// Keeps what this request created and what else is to be answered again.
        public void keep(@Nullable UUID createdId, @Nullable String answer) {
            if (key == null) {
                return;
            }
            int written = sql.update(
                    """
                    INSERT INTO idempotency_key AS k (owner, route, key, fingerprint, created_id, answer, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (owner, route, key) DO UPDATE
                    SET fingerprint = excluded.fingerprint, created_id = excluded.created_id,
                        answer = excluded.answer, created_at = excluded.created_at
                    WHERE k.created_at <= ?""",
                    owner,
                    route(),
                    key,
                    keyring.hash(PURPOSE, request.state().fingerprinted),
                    createdId,
                    answer,
                    clock.instant(),
                    clock.instant().minus(config.retention()));
            if (written == 0) {
                // Another one finished between our look and now: undo ours and answer as it did.
                throw new StillRunning();
            }
        }
    }

    private String route() {
        return request.method() + " " + request.path();
    }

    /// Forgets keys that are older than the retention, a bounded number at a time.
    @Scheduled(every = "10m", delayed = "1m")
    void purge() {
        // A service whose requests create nothing has no such table.
        boolean isKept = sql.first(
                        "SELECT to_regclass('idempotency_key') AS kept", row -> row.textOrNull("kept") != null)
                .orElse(false);
        if (!isKept) {
            return;
        }
        Instant before = clock.instant().minus(config.retention());
        int rounds = 0;
        int purged;
        do {
            purged = sql.update("""
                    DELETE FROM idempotency_key WHERE ctid IN (
                        SELECT ctid FROM idempotency_key WHERE created_at < ? LIMIT ?)""", before, PURGED_AT_ONCE);
        } while (purged == PURGED_AT_ONCE && ++rounds < MOST_ROUNDS);
    }

    /// What the first request with this key created is no more, or not to be shown.
    static final class CreatedBefore extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        final String location;
        final UUID id;

        CreatedBefore(String location, UUID id) {
            super(null, null, false, false);
            this.location = location;
            this.id = id;
        }
    }

    /// The first request with this key has not finished.
    private static final class StillRunning extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        StillRunning() {
            super(null, null, false, false);
        }
    }
}
