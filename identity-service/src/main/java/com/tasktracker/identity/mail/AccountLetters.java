package com.tasktracker.identity.mail;

import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.mail.Letter;
import com.tasktracker.kit.mail.LetterWriter;
import com.tasktracker.kit.mail.WaitingMail;
import com.tasktracker.kit.secret.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Writes what is mailed about accounts. Who a mail is for is looked up as late as this, so that asking for one takes
/// as long for an address that nobody has.
@ApplicationScoped
class AccountLetters implements LetterWriter {

    private static final String WHO = "SELECT u.id, u.username FROM users u WHERE u.deleted_at IS NULL AND ";

    private static final String TO_PROVE_IT = WHO + """
            u.id = ? AND (lower(u.pending_email COLLATE "C") = ?
                          OR (NOT u.email_verified AND lower(u.email COLLATE "C") = ?))""";

    private static final String WHO_HAS_IT = WHO + "lower(u.email COLLATE \"C\") = ?";

    private static final String WHOM_IT_CONCERNS = WHO + "u.id = ?";

    private final MailedTokens tokens;
    private final MailConfig config;
    private final Sql sql;

    AccountLetters(MailedTokens tokens, MailConfig config, Sql sql) {
        this.tokens = tokens;
        this.config = config;
        this.sql = sql;
    }

    private record Recipient(UUID id, String username) {

        static Recipient of(Row row) throws SQLException {
            return new Recipient(row.id("id"), row.text("username"));
        }
    }

    @Override
    public Optional<Letter> write(WaitingMail mail, OpaqueToken token) {
        Purpose purpose = Purpose.of(mail.purpose());
        return recipient(purpose, mail).map(recipient -> switch (purpose) {
            case VERIFY_EMAIL -> {
                keep(token, purpose, recipient, mail, config.verifyLifetime());
                yield Letters.toProveAnAddress(recipient.username(), token, config.verifyLifetime());
            }
            case RESET_PASSWORD -> {
                keep(token, purpose, recipient, mail, config.resetLifetime());
                yield Letters.toSetAnotherPassword(recipient.username(), token, config.resetLifetime());
            }
            case EMAIL_CHANGING -> Letters.ofAnAddressThatIsToChange(recipient.username());
            case PASSWORD_CHANGED -> Letters.ofAPasswordThatHasChanged(recipient.username());
        });
    }

    /// Nobody where what the mail is for has settled itself since.
    private Optional<Recipient> recipient(Purpose purpose, WaitingMail mail) {
        String address = mail.address().toLowerCase(Locale.ROOT);
        return switch (purpose) {
            case VERIFY_EMAIL -> sql.first(TO_PROVE_IT, Recipient::of, mail.about(), address, address);
            case RESET_PASSWORD -> sql.first(WHO_HAS_IT, Recipient::of, address);
            case EMAIL_CHANGING, PASSWORD_CHANGED -> sql.first(WHOM_IT_CONCERNS, Recipient::of, mail.about());
        };
    }

    private void keep(OpaqueToken token, Purpose purpose, Recipient recipient, WaitingMail mail, Duration lifetime) {
        tokens.keep(token, purpose, recipient.id(), mail.address(), lifetime);
    }

    @Override
    public void forget(OpaqueToken token) {
        tokens.forget(token);
    }
}
