package com.tasktracker.team.invitation;

import com.tasktracker.team.team.Role;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A mail that is to go out now.
///
/// @param id of its row in the outbox
/// @param receipt of the row that counts it for its address
/// @param to the address
/// @param inviter whose name is known, else `null`
/// @param token which stands here and nowhere else
record Letter(
        UUID id,
        UUID receipt,
        String to,
        String team,
        @Nullable String inviter,
        Role role,
        Instant expiresAt,
        String token) {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm 'UTC'", Locale.ENGLISH);

    String subject() {
        return "You are invited to the team " + team;
    }

    String text() {
        return """
                %s invites you to the team "%s" on TaskTracker Pro, as %s.

                To accept or decline, use this token:

                %s

                It works once, until %s, for the account that has this e-mail address as its verified one.
                If you do not know what this is about, you need not do anything.
                """.formatted(
                        inviter == null ? "Somebody" : inviter,
                        team,
                        role == Role.ADMIN ? "an admin" : "a " + role.text(),
                        token,
                        DAY_AND_TIME.format(expiresAt.atOffset(ZoneOffset.UTC)));
    }
}
