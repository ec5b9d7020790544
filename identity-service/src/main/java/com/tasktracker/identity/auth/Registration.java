package com.tasktracker.identity.auth;

import com.tasktracker.identity.mail.Purpose;
import com.tasktracker.identity.password.Passwords;
import com.tasktracker.identity.throttle.Throttle;
import com.tasktracker.identity.throttle.Throttle.Attempt;
import com.tasktracker.identity.user.Candidate;
import com.tasktracker.identity.user.KnownAddresses;
import com.tasktracker.identity.user.UserView;
import com.tasktracker.identity.user.Users;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.http.Idempotency.Claim;
import com.tasktracker.kit.mail.Outbox;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Opens an account, once for each `Idempotency-Key`. The password is hashed between two transactions, since that takes
/// long and must not hold a connection.
@ApplicationScoped
class Registration {

    private final Idempotency idempotency;
    private final Changes changes;
    private final Users users;
    private final Passwords passwords;
    private final KnownAddresses addresses;
    private final Throttle throttle;
    private final Outbox outbox;

    Registration(
            Idempotency idempotency,
            Changes changes,
            Users users,
            Passwords passwords,
            KnownAddresses addresses,
            Throttle throttle,
            Outbox outbox) {
        this.idempotency = idempotency;
        this.changes = changes;
        this.users = users;
        this.passwords = passwords;
        this.addresses = addresses;
        this.throttle = throttle;
        this.outbox = outbox;
    }

    /// @param address from where it was asked
    UserView register(NewAccount account, String address) {
        String username = account.username().toLowerCase(Locale.ROOT);
        throttle.admitRegistration(address);
        try {
            // There is no caller yet: the e-mail stands for one.
            UUID id = idempotency.attempt(
                    account.email().toLowerCase(Locale.ROOT), claim -> create(account, username, address, claim));
            return users.view(id);
        } catch (Problem e) {
            if (e.type().equals(Users.USERNAME_TAKEN) || e.type().equals(Users.EMAIL_TAKEN)) {
                throttle.foundTaken(address);
            }
            throw e;
        }
    }

    private UUID create(NewAccount account, String username, String address, Claim claim) {
        passwords.judge("password", account.password(), List.of(username, account.email()));
        Optional<UUID> earlier = changes.commit(() -> {
                    Optional<UUID> id = createdBy(claim);
                    if (id.isEmpty()) {
                        users.requireFree(username, account.email());
                    }
                    return id;
                })
                .value();
        Opened opened =
                earlier.map(id -> new Opened(id, true)).orElseGet(() -> open(account, username, address, claim));
        if (opened.isRepeated()) {
            requireSamePassword(opened.id(), account, address, claim);
        }
        return opened.id();
    }

    /// @param isRepeated whether an earlier request with the same key has opened it
    private record Opened(UUID id, boolean isRepeated) {}

    private Opened open(NewAccount account, String username, String address, Claim claim) {
        String hash = passwords.hash(account.password());
        return changes.commit(() -> createdBy(claim)
                        .map(id -> new Opened(id, true))
                        .orElseGet(() -> {
                            String name = account.displayName();
                            UUID id = users.create(username, account.email(), hash, name == null ? username : name);
                            addresses.note(id, address);
                            outbox.put(Purpose.VERIFY_EMAIL, account.email(), id);
                            claim.keep(id);
                            return new Opened(id, false);
                        }))
                .value();
    }

    /// The fingerprint of a body leaves the password out, so that it does not serve to guess it. Whether a repeat has
    /// the same is told by the account, while its password is still the first. Guessing it so is slowed down like
    /// guessing it at the login. Once it is another one, nothing tells who repeats, and the account is not shown.
    private void requireSamePassword(UUID id, NewAccount account, String address, Claim claim) {
        @Nullable
        Candidate candidate =
                users.candidate(id).filter(Candidate::hasFirstPassword).orElse(null);
        if (candidate == null) {
            throw claim.notToBeShown("/users/" + id, id);
        }
        Attempt attempt = new Attempt(
                id.toString(), account.email().toLowerCase(Locale.ROOT), address, addresses.knows(id, address));
        throttle.admit(attempt);
        if (!passwords.check(candidate.passwordHash(), account.password()).matches()) {
            throttle.failed(attempt);
            throw claim.notTheSame();
        }
    }

    private static Optional<UUID> createdBy(Claim claim) {
        return claim.replayed().flatMap(earlier -> Optional.ofNullable(earlier.createdId()));
    }
}
