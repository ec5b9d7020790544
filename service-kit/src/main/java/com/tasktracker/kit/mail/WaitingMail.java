package com.tasktracker.kit.mail;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A mail as it was asked for.
///
/// @param purpose the name of a constant of the service's own, in lower case
/// @param address as it was given
/// @param about what or whom it is about; `null` where that is found out by the address
public record WaitingMail(
        String purpose, String address, @Nullable UUID about) {}
