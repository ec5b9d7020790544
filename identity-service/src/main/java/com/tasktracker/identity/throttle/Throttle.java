package com.tasktracker.identity.throttle;

import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.redis.Counters;
import com.tasktracker.kit.redis.Counters.Count;
import com.tasktracker.kit.secret.Keyring;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

/// Slows guessing down. Failures are counted by account and address together, so that nobody can lock an owner out from
/// elsewhere; the account alone counts too, but not where its owner has come from before. Its username and its e-mail
/// are counted apart throughout, or the count would tell that they belong together.
///
/// What counts is the failure and not the attempt: any number of right logins at once is fine. Since passwords are
/// checked a few at a time, not many guesses get by before their failures are counted.
@ApplicationScoped
public class Throttle {

    private static final int KEY_BYTES = 16;

    // What is counted, as keys in Redis name it.
    private static final String FAILURES = "failures";
    private static final String TAKEN = "taken";

    private final Counters counters;
    private final Keyring keyring;
    private final ThrottleConfig config;
    private final MeterRegistry meters;

    Throttle(Counters counters, Keyring keyring, ThrottleConfig config, MeterRegistry meters) {
        this.counters = counters;
        this.keyring = keyring;
        this.config = config;
        this.meters = meters;
    }

    /// Somebody who says who they are and has to prove it.
    ///
    /// @param account the user's id, or the login where nobody has it
    /// @param login as it was given
    /// @param isKnown whether the account's owner has come from that address before
    public record Attempt(String account, String login, String address, boolean isKnown) {}

    /// Refuses as 429 where there have been too many failures. Asked before the proof is looked at, and again after,
    /// since others may have failed meanwhile.
    public void admit(Attempt attempt) {
        if (!config.enabled()) {
            return;
        }
        Count here = counters.read(FAILURES, pair(attempt));
        if (here.number() >= (attempt.isKnown() ? config.perKnownAddress() : config.perAccountAndAddress())) {
            throw refused(here);
        }
        if (!attempt.isKnown()) {
            Count everywhere = counters.read(FAILURES, account(attempt));
            if (everywhere.number() >= config.perAccount()) {
                throw refused(everywhere);
            }
        }
    }

    /// Counts a failure, and refuses as 429 where it is one too many.
    public void failed(Attempt attempt) {
        meters.counter("tasktracker.logins", "outcome", "failed").increment();
        if (!config.enabled()) {
            return;
        }
        Count here = counters.increment(FAILURES, pair(attempt), config.window());
        counters.increment(FAILURES, account(attempt), config.window());
        if (here.number() > config.perAccountAndAddress()) {
            throw refused(here);
        }
    }

    /// What failed before from this address was the owner's own mistake.
    public void succeeded(Attempt attempt) {
        meters.counter("tasktracker.logins", "outcome", "succeeded").increment();
        if (config.enabled()) {
            counters.reset(FAILURES, pair(attempt));
        }
    }

    /// Refuses registrations as 429 from where too many have found something taken: what is free is not told either.
    public void admitRegistration(String address) {
        if (config.enabled()) {
            Count count = counters.read(TAKEN, taken(address));
            if (count.number() >= config.takenPerAddress()) {
                throw refused(count);
            }
        }
    }

    /// Counts a registration that has told somebody that a name or an e-mail is taken.
    public void foundTaken(String address) {
        meters.counter("tasktracker.registrations", "outcome", "taken").increment();
        if (config.enabled()) {
            counters.increment(TAKEN, taken(address), config.window());
        }
    }

    private String taken(String address) {
        return hash(Network.of(address));
    }

    /// Refuses as 429 where somebody asks for too many other e-mails: each tells whether it is taken, and sends a mail.
    public void admitAddressChange(UUID user) {
        limit("addresses", hash(user.toString()), config.window(), config.addressChanges());
    }

    /// Refuses as 429 where a session is refreshed too often.
    public void admitRefresh(UUID session) {
        limit("refreshes", hash(session.toString()), Duration.ofMinutes(1), config.refreshesPerMinute());
    }

    private void limit(String kind, String id, Duration window, int most) {
        if (config.enabled()) {
            Count count = counters.increment(kind, id, window);
            if (count.number() > most) {
                throw refused(count);
            }
        }
    }

    private Problem refused(Count count) {
        meters.counter("tasktracker.logins", "outcome", "throttled").increment();
        return Problem.rateLimited("There have been too many failures; wait before you try again.", count.retryAfter());
    }

    private String pair(Attempt attempt) {
        return hash(attempt.login() + "\n" + Network.of(attempt.address()));
    }

    private String account(Attempt attempt) {
        return hash(attempt.account() + "\n" + attempt.login());
    }

    /// Redis is not to know who or where.
    private String hash(String text) {
        byte[] hash = keyring.hash("throttle", text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    }
}
