package com.tasktracker.kit.caller;

import java.time.Instant;
import java.util.UUID;

/// Who sent a request, as a verified access token has it.
///
/// @param id the user
/// @param session the session that the token belongs to; whether it has ended is asked with each request's own data
/// @param expiresAt when the token expires
public record Caller(UUID id, UUID session, Instant expiresAt) {}
