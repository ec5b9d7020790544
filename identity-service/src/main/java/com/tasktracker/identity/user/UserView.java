package com.tasktracker.identity.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.http.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A user as nobody but themselves is shown it.
///
/// @param pendingEmail an address that is to take the place of `email` once its mailed token is used
/// @param teams by name; `null` while what is known of teams is too old to be told
public record UserView(
        UUID id,
        String username,
        String email,
        boolean emailVerified,
        @Nullable String pendingEmail,
        String displayName,
        ProfileView profile,
        ObjectNode preferences,
        @Nullable List<TeamOfUser> teams,
        Instant createdAt,
        Instant updatedAt,
        long version)
        implements Versioned {

    UserView withTeams(@Nullable List<TeamOfUser> known) {
        return new UserView(
                id,
                username,
                email,
                emailVerified,
                pendingEmail,
                displayName,
                profile,
                preferences,
                known,
                createdAt,
                updatedAt,
                version);
    }

    /// @param role `admin`, `member` or `viewer`
    record TeamOfUser(UUID id, String name, String role) {}
}
