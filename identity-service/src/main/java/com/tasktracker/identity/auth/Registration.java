package com.tasktracker.identity.auth;

import com.tasktracker.identity.password.Passwords;
import com.tasktracker.identity.user.UserView;
import com.tasktracker.identity.user.Users;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.http.Idempotency.Claim;
import jakarta.enterprise.context.ApplicationScoped;
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

    Registration(Idempotency idempotency, Changes changes, Users users, Passwords passwords) {
        this.idempotency = idempotency;
        this.changes = changes;
        this.users = users;
        this.passwords = passwords;
    }

    UserView register(NewAccount account) {
        String username = account.username().toLowerCase(Locale.ROOT);
        // There is no caller yet: the e-mail stands for one.
        return idempotency.attempt(
                account.email().toLowerCase(Locale.ROOT), claim -> users.view(create(account, username, claim)));
    }

    private UUID create(NewAccount account, String username, Claim claim) {
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
        String hash = passwords.hash(account.password());
        return changes.commit(() -> createdBy(claim).orElseGet(() -> {
                    String name = account.displayName();
                    UUID id = users.create(username, account.email(), hash, name == null ? username : name);
                    claim.keep(id);
                    return id;
                }))
                .value();
    }

    private static Optional<UUID> createdBy(Claim claim) {
        return claim.replayed().flatMap(earlier -> Optional.ofNullable(earlier.createdId()));
    }
}
