package com.tasktracker.identity.session;

import java.time.Instant;
import java.util.UUID;

/// What a login or a refresh is answered with, before the access token is signed.
///
/// @param refreshUntil the nearer of the session's idle and absolute end
public record Grant(
        UUID user, UUID session, Instant issuedAt, Instant accessUntil, String refreshToken, Instant refreshUntil) {}
