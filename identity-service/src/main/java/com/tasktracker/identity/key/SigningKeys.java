package com.tasktracker.identity.key;

import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.feed.FeedEvent;
import com.tasktracker.kit.feed.FeedsConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// The keys that sign access tokens: made at the first start, published well before they sign, replaced on schedule and
/// on command, taken back when the last token that they signed has expired.
///
/// All replicas keep the same keys; whoever changes them holds a lock of the database meanwhile.
@ApplicationScoped
public class SigningKeys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('signing_key'))::text AS held";
    private static final String ALL = "SELECT kid, jwk, sealed, active_from FROM signing_key ORDER BY active_from, kid";
    /// Well below the lead, so that each replica knows a key before it is to sign.
    private static final Duration LONGEST_KEPT = Duration.ofSeconds(10);
    /// What the verifiers forgive, and clocks that differ.
    private static final Duration LEEWAY = Duration.ofMinutes(1);
    private static final int KEY_ID_BYTES = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Known(List<SigningKey> keys, Instant readAt) {}

    private final Sql sql;
    private final Changes changes;
    private final KeySealer sealer;
    private final KeyConfig config;
    private final FeedsConfig feeds;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known = new Known(List.of(), Instant.EPOCH);

    SigningKeys(Sql sql, Changes changes, KeySealer sealer, KeyConfig config, FeedsConfig feeds, Clock clock) {
        this.sql = sql;
        this.changes = changes;
        this.sealer = sealer;
        this.config = config;
        this.feeds = feeds;
        this.clock = clock;
    }

    void start(@Observes @Priority(jakarta.interceptor.Interceptor.Priority.APPLICATION) StartupEvent event) {
        KeyLimits.check(config, feeds.maxStaleness());
        advance();
        sealAnew();
    }

    /// Makes the key that is due, and takes back those that are spent.
    @Scheduled(every = "1m", delayed = "1m")
    @RunOnVirtualThread
    void advance() {
        changes.commitWithoutWaiting(() -> {
            lock();
            List<SigningKey> keys = read();
            KeyPlan plan = KeyPlan.of(
                    keys.stream().map(SigningKey::term).toList(),
                    clock.instant(),
                    config.rotation(),
                    config.lead(),
                    config.accessTokenLifetime().plus(LEEWAY));
            @Nullable Instant next = plan.nextActiveFrom();
            if (next != null) {
                create(next);
            }
            plan.spent().forEach(this::takeBack);
            return Boolean.TRUE;
        });
        refresh(Duration.ZERO);
    }

    /// Replaces the signing key now: the new one is published at once and signs after the lead. Where one is waiting
    /// already, it stays that one.
    ///
    /// @return when the new key begins to sign
    public Instant rotate() {
        Instant activeFrom = changes.commit(this::waitingOrNew).value();
        refresh(Duration.ZERO);
        return activeFrom;
    }

    private Instant waitingOrNew() {
        lock();
        Instant now = clock.instant();
        for (SigningKey key : read()) {
            if (key.privateKey() != null && key.activeFrom().isAfter(now)) {
                return key.activeFrom();
            }
        }
        return create(now.plus(config.lead()));
    }

    private void lock() {
        sql.list(LOCK, row -> Boolean.TRUE);
    }

    private Instant create(Instant activeFrom) {
        EllipticCurveJsonWebKey key = generate();
        String kid = key.getKeyId();
        String jwk = key.toJson(OutputControlLevel.PUBLIC_ONLY);
        byte[] secret = key.toJson(OutputControlLevel.INCLUDE_PRIVATE).getBytes(StandardCharsets.UTF_8);
        sql.update(
                "INSERT INTO signing_key (kid, jwk, sealed, created_at, active_from) VALUES (?, ?, ?, ?, ?)",
                kid,
                jwk,
                sealer.seal(kid, secret),
                clock.instant(),
                activeFrom);
        changes.publish(FeedEvent.of("key.published", "key/" + kid, Map.of("kid", kid, "jwk", jwk)));
        LOG.infof("The signing key %s is published and signs from %s", kid, activeFrom);
        return activeFrom;
    }

    private static EllipticCurveJsonWebKey generate() {
        byte[] random = new byte[KEY_ID_BYTES];
        RANDOM.nextBytes(random);
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            key.setAlgorithm("ES256");
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("no key pair can be made", e);
        }
    }

    private void takeBack(String kid) {
        sql.update("DELETE FROM signing_key WHERE kid = ?", kid);
        changes.publish(FeedEvent.tombstone("key.deleted", "key/" + kid, Map.of("kid", kid)));
        LOG.infof("The signing key %s is taken back", kid);
    }

    /// Private keys that were encrypted with the previous key are encrypted with the current one.
    private void sealAnew() {
        sql.list(ALL, row -> Map.entry(row.text("kid"), bytes(row)))
                .forEach(entry -> sealer.open(entry.getKey(), entry.getValue())
                        .filter(KeySealer.Opened::isOfPreviousKey)
                        .ifPresent(opened -> sql.update(
                                "UPDATE signing_key SET sealed = ? WHERE kid = ?",
                                sealer.seal(entry.getKey(), opened.content()),
                                entry.getKey())));
    }

    /// The key to sign with now.
    SigningKey signing() {
        Instant now = clock.instant();
        return keys().stream()
                .filter(key -> key.privateKey() != null && !key.activeFrom().isAfter(now))
                .max(Comparator.comparing(SigningKey::activeFrom).thenComparing(SigningKey::kid))
                .orElseThrow(() -> new IllegalStateException("there is no key to sign with"));
    }

    /// All keys that tokens may be signed with, also soon.
    List<SigningKey> keys() {
        refresh(LONGEST_KEPT);
        return known.keys();
    }

    private void refresh(Duration age) {
        if (isRecent(age)) {
            return;
        }
        reading.lock();
        try {
            if (!isRecent(age)) {
                known = new Known(read(), clock.instant());
            }
        } finally {
            reading.unlock();
        }
    }

    private boolean isRecent(Duration age) {
        return !age.isZero() && known.readAt().plus(age).isAfter(clock.instant());
    }

    private List<SigningKey> read() {
        return sql.list(ALL, this::key);
    }

    private SigningKey key(Row row) throws SQLException {
        String kid = row.text("kid");
        byte[] sealed = bytes(row);
        Optional<SigningKey> before = known.keys().stream()
                .filter(key -> key.kid().equals(kid) && key.privateKey() != null)
                .findFirst();
        return before.isPresent() ? before.get() : open(kid, row.text("jwk"), sealed, row.time("active_from"));
    }

    private static byte[] bytes(Row row) throws SQLException {
        byte @Nullable [] sealed = row.bytesOrNull("sealed");
        return sealed == null ? new byte[0] : sealed;
    }

    private SigningKey open(String kid, String jwk, byte[] sealed, Instant activeFrom) {
        byte[] secret = sealer.open(kid, sealed).map(KeySealer.Opened::content).orElse(null);
        if (secret == null) {
            LOG.errorf("The signing key %s cannot be decrypted with KEY_ENCRYPTION_KEY; another one takes over", kid);
            return new SigningKey(kid, jwk, null, activeFrom);
        }
        try {
            return new SigningKey(
                    kid,
                    jwk,
                    PublicJsonWebKey.Factory.newPublicJwk(new String(secret, StandardCharsets.UTF_8))
                            .getPrivateKey(),
                    activeFrom);
        } catch (JoseException e) {
            throw new IllegalStateException("the signing key " + kid + " cannot be read", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
