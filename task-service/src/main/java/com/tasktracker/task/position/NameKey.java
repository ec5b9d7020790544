package com.tasktracker.task.position;

import java.util.Locale;

/// By what names and titles are ordered: in lower case, the same on every database.
public final class NameKey {

    private NameKey() {}

    public static String of(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
