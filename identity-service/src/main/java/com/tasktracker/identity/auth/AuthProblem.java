package com.tasktracker.identity.auth;

import com.tasktracker.kit.problem.Problem;

/// The refusals that only this feature has.
final class AuthProblem {

    private static final String HEADER = "WWW-Authenticate";
    private static final String INVALID = "Bearer error=\"invalid_token\"";

    private AuthProblem() {}

    /// The same for an unknown user and a wrong password.
    static Problem invalidCredentials() {
        return Problem.of(
                        401,
                        "invalid-credentials",
                        "The login is not accepted",
                        "There is no account with this login and password.")
                .header(HEADER, "Bearer");
    }

    static Problem deadRefreshToken() {
        return Problem.of(
                        401,
                        "invalid-token",
                        "The refresh token is not accepted",
                        "The refresh token is unknown, expired, or its session has ended. Log in again.")
                .header(HEADER, INVALID);
    }

    static Problem stolenRefreshToken() {
        return Problem.of(
                        401,
                        "session-ended",
                        "The session has ended",
                        "A refresh token that was replaced has been used again; the session was ended. Log in again.")
                .header(HEADER, INVALID);
    }
}
