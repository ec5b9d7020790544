package com.tasktracker.identity.auth;

import com.tasktracker.identity.user.UserView;

/// The answer to a login or a refresh (RFC 6749, section 5.1).
///
/// @param expiresIn seconds
/// @param refreshExpiresIn seconds to the nearer of the session's idle and absolute end
record TokenPair(
        String accessToken,
        String tokenType,
        long expiresIn,
        String refreshToken,
        long refreshExpiresIn,
        UserView user) {}
