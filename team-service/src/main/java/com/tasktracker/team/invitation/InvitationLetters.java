package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.mail.Letter;
import com.tasktracker.kit.mail.LetterWriter;
import com.tasktracker.kit.mail.WaitingMail;
import com.tasktracker.kit.secret.OpaqueToken;
import com.tasktracker.team.team.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes what is mailed to those who are invited, while their invitation is open.
@ApplicationScoped
class InvitationLetters implements LetterWriter {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm 'UTC'", Locale.ENGLISH);

    private static final String OPEN = """
            SELECT i.id, i.role, i.expires_at, t.name AS team_name, p.display_name AS inviter
              FROM invitation i
              JOIN team t ON t.id = i.team_id
              LEFT JOIN person p ON p.id = i.invited_by
             WHERE i.id = ? AND i.status = 'open' AND i.expires_at > ?""";

    private final InvitationTokens tokens;
    private final Sql sql;
    private final Clock clock;

    InvitationLetters(InvitationTokens tokens, Sql sql, Clock clock) {
        this.tokens = tokens;
        this.sql = sql;
        this.clock = clock;
    }

    /// @param inviter whose name is known, else `null`
    private record Open(
            UUID id,
            Role role,
            Instant expiresAt,
            String team,
            @Nullable String inviter) {

        static Open of(Row row) throws SQLException {
            return new Open(
                    row.id("id"),
                    Role.of(row.text("role")),
                    row.time("expires_at"),
                    row.text("team_name"),
                    row.textOrNull("inviter"));
        }
    }

    @Override
    public Optional<Letter> write(WaitingMail mail, OpaqueToken token) {
        return sql.first(OPEN, Open::of, mail.about(), clock.instant()).map(open -> {
            tokens.keep(token, open.id);
            return letter(open, token);
        });
    }

    @Override
    public void forget(OpaqueToken token) {
        tokens.forget(token);
    }

    private static Letter letter(Open open, OpaqueToken token) {
        return new Letter("You are invited to the team " + open.team, """
                %s invites you to the team "%s" on TaskTracker Pro, as %s.

                To accept or decline, use this token:

                %s

                It works once, until %s, for the account that has this e-mail address as its verified one.
                If you do not know what this is about, you need not do anything.
                """.formatted(
                        open.inviter == null ? "Somebody" : open.inviter,
                        open.team,
                        open.role == Role.ADMIN ? "an admin" : "a " + open.role.text(),
                        token.text(),
                        DAY_AND_TIME.format(open.expiresAt.atOffset(ZoneOffset.UTC))));
    }
}
