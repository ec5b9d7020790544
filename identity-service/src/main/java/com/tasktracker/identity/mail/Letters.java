package com.tasktracker.identity.mail;

import com.tasktracker.kit.mail.Letter;
import com.tasktracker.kit.secret.OpaqueToken;
import java.time.Duration;

/// What stands in the mails: plain text in ASCII, in short lines, so that no mail server has a reason to rewrite it.
final class Letters {

    private Letters() {}

    static Letter toProveAnAddress(String username, OpaqueToken token, Duration lifetime) {
        return new Letter("Confirm your e-mail address", """
                Hello %s,

                to confirm that this address is yours, use this token within %s:

                %s

                Send it as the "token" of POST /auth/email/verify.
                If you know nothing of this, ignore this mail.
                """.formatted(username, text(lifetime), token.text()));
    }

    static Letter toSetAnotherPassword(String username, OpaqueToken token, Duration lifetime) {
        return new Letter("Set another password", """
                Hello %s,

                to set another password, use this token within %s. It works once:

                %s

                Send it as the "token" of POST /auth/password/reset.
                If you did not ask for it, ignore this mail: nothing has changed.
                """.formatted(username, text(lifetime), token.text()));
    }

    static Letter ofAnAddressThatIsToChange(String username) {
        return new Letter("Your e-mail address is about to change", """
                Hello %s,

                somebody who knows your password asked for another e-mail address
                for your account. Once that address is confirmed, mails go there.
                If that was not you, set another password now.
                """.formatted(username));
    }

    static Letter ofAPasswordThatHasChanged(String username) {
        return new Letter("Your password has changed", """
                Hello %s,

                the password of your account has been changed.
                If that was not you, ask for a token at POST /auth/password/forgot
                and set another one.
                """.formatted(username));
    }

    private static String text(Duration lifetime) {
        return lifetime.toHours() >= 2 ? lifetime.toHours() + " hours" : lifetime.toMinutes() + " minutes";
    }
}
