package com.tasktracker.identity.auth;

import com.tasktracker.identity.mail.Outbox;
import com.tasktracker.identity.mail.Postman;
import com.tasktracker.identity.mail.Purpose;
import com.tasktracker.identity.password.Passwords;
import com.tasktracker.identity.throttle.Throttle;
import com.tasktracker.identity.user.KnownAddresses;
import com.tasktracker.identity.user.UserView;
import com.tasktracker.identity.user.Users;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.http.Idempotency.Claim;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

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
    private final Postman postman;

    Registration(
            Idempotency idempotency,
            Changes changes,
            Users users,
            Passwords passwords,
            KnownAddresses addresses,
            Throttle throttle,
            Outbox outbox,
            Postman postman) {
        this.idempotency = idempotency;
        this.changes = changes;
        this.users = users;
        this.passwords = passwords;
        this.addresses = addresses;
        this.throttle = throttle;
        this.outbox = outbox;
        this.postman = postman;
    }

    /// @param address from where it was asked
    UserView register(NewAccount account, String address) {
        String username = account.username().toLowerCase(Locale.ROOT);
        try {
            // There is no caller yet: the e-mail stands for one.
            UUID id = idempotency.attempt(
                    account.email().toLowerCase(Locale.ROOT), claim -> create(account, username, address, claim));
            postman.nudge();
            return users.view(id);
        } catch (Problem e) {
            if (e.type().equals(Users.USERNAME_TAKEN) || e.type().equals(Users.EMAIL_TAKEN)) {
                throttle.foundTaken(address);
            }
            throw e;
        }
    }

    private UUID create(NewAccount account, String username, String address, Claim claim) {
        Optional<UUID> earlier = changes.commit(() -> {
                    Optional<UUID> id = createdBy(claim);
                    if (id.isEmpty()) {
                        users.requireFree(username, account.email());
                    }
                    return id;
                })
                .value();
        if (earlier.isPresent()) {
            return earlier.get();
        }
        String hash = passwords.hashNew("password", account.password(), List.of(username, account.email()));
        return changes.commit(() -> createdBy(claim).orElseGet(() -> {
                    String name = account.displayName();
                    UUID id = users.create(username, account.email(), hash, name == null ? username : name);
                    addresses.note(id, address);
                    outbox.putToken(Purpose.VERIFY_EMAIL, account.email());
                    claim.keep(id);
                    return id;
                }))
                .value();
    }

    private static Optional<UUID> createdBy(Claim claim) {
        return claim.replayed().flatMap(earlier -> Optional.ofNullable(earlier.createdId()));
    }
}
