package com.tasktracker.identity.user;

import java.util.UUID;

/// Somebody whose password is to be checked.
///
/// @param passwordHash a PHC string
/// @param credentialsVersion which password that is the hash of
public record Candidate(UUID id, String username, String email, String passwordHash, int credentialsVersion) {}
