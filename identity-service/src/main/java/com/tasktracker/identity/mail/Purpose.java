package com.tasktracker.identity.mail;

import com.tasktracker.kit.text.Json;

/// What a mail is for.
public enum Purpose {
    /// Carries a token that proves an address.
    VERIFY_EMAIL,
    /// Carries a token that sets another password.
    RESET_PASSWORD,
    /// Tells the address of an account that another is to take its place.
    EMAIL_CHANGING,
    /// Tells the owner that the password is another one.
    PASSWORD_CHANGED;

    String text() {
        return Json.nameOf(this);
    }
}
