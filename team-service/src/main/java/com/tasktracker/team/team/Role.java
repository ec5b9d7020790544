package com.tasktracker.team.team;

import com.tasktracker.kit.text.Json;
import java.util.Locale;

/// What a member is to a team.
public enum Role {
    ADMIN,
    MEMBER,
    VIEWER;

    /// Reads it as the database and the API write it.
    public static Role of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    public String text() {
        return Json.nameOf(this);
    }

    /// Whether a change to that role takes something away.
    boolean isMoreThan(Role other) {
        return compareTo(other) < 0;
    }
}
