package com.tasktracker.identity.mail;

import com.tasktracker.kit.text.Json;
import java.util.Locale;

/// What a mail is for.
public enum Purpose {
    /// Carries a token that proves an address; about the user who has to prove it.
    VERIFY_EMAIL,
    /// Carries a token that sets another password; about nobody: who has the address is looked up when it is sent.
    RESET_PASSWORD,
    /// Tells the address of an account that another is to take its place; about the user.
    EMAIL_CHANGING,
    /// Tells the owner that the password is another one; about the user.
    PASSWORD_CHANGED;

    static Purpose of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return Json.nameOf(this);
    }
}
