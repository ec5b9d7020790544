package com.tasktracker.kit.mail;

import com.tasktracker.kit.secret.OpaqueToken;
import java.util.Optional;

/// Writes the letters of a service, each at the moment when it is sent: whom it is for and whether it is still wanted
/// is not known sooner.
public interface LetterWriter {

    /// The letter; empty where nobody wants it any more. If it carries the token, the token's hash has been stored when
    /// this returns, so that it is good when it arrives.
    ///
    /// @param token a new one, for a letter that is to carry any
    Optional<Letter> write(WaitingMail mail, OpaqueToken token);

    /// The letter with this token did not go out.
    void forget(OpaqueToken token);
}
