package com.tasktracker.identity.user;

import java.util.List;
import java.util.UUID;

/// Somebody whose password is to be checked.
///
/// @param passwordHash a PHC string
/// @param credentialsVersion which password that is the hash of
public record Candidate(UUID id, String username, String email, String passwordHash, int credentialsVersion) {

    /// Whether the password is still the one that the account was opened with.
    public boolean hasFirstPassword() {
        return credentialsVersion == 1;
    }

    /// What a password of theirs must not be built from.
    public List<String> names() {
        return List.of(username, email);
    }
}
