package com.tasktracker.identity.user;

import com.tasktracker.identity.password.Passwords;
import com.tasktracker.identity.throttle.Throttle;
import com.tasktracker.identity.throttle.Throttle.Attempt;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Checks a `current_password`: that whoever has a session is also whoever opened the account. Guessing it is slowed
/// down as guessing at the login is.
@ApplicationScoped
public class PasswordProof {

    private final Users users;
    private final Passwords passwords;
    private final Throttle throttle;
    private final CurrentRequest request;

    PasswordProof(Users users, Passwords passwords, Throttle throttle, CurrentRequest request) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.request = request;
    }

    /// What came of it. It takes long, so it is asked before the transaction that needs it.
    ///
    /// @param candidate the caller, and which of their passwords was asked for
    public record Proof(Candidate candidate, boolean isRight) {

        /// Refuses as 422 where the password was wrong.
        public void require() {
            if (!isRight) {
                throw wrongPassword();
            }
        }

        /// Refuses as 422 where the password was wrong, or is another one by now.
        ///
        /// @param user the caller, whose row is locked
        public void require(User user) {
            if (!isRight || user.credentialsVersion() != candidate.credentialsVersion()) {
                throw wrongPassword();
            }
        }
    }

    public Proof of(Caller caller, String password) {
        return of(users.candidate(caller), password);
    }

    /// The same of a caller who was found already.
    public Proof of(Candidate candidate, String password) {
        String account = "proof " + candidate.id();
        Attempt attempt = new Attempt(account, account, request.clientAddress(), false);
        throttle.admit(attempt);
        boolean isRight = passwords.check(candidate.passwordHash(), password).matches();
        if (isRight) {
            throttle.admit(attempt);
        } else {
            throttle.failed(attempt);
        }
        return new Proof(candidate, isRight);
    }

    static Problem wrongPassword() {
        return Problem.of(422, "wrong-password", "The password is wrong", "This is not your current password.")
                .with("errors", List.of(new Fault("current_password", Fault.Code.NOT_ALLOWED, "is wrong")));
    }
}
