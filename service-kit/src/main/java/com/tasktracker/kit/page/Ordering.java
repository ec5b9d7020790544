package com.tasktracker.kit.page;

/// A sort key and its direction.
public record Ordering(SortKey key, boolean isDescending) {

    public static Ordering ascending(SortKey key) {
        return new Ordering(key, false);
    }

    public static Ordering descending(SortKey key) {
        return new Ordering(key, true);
    }

    /// As `ordering` has it: `name` or `-name`.
    public String text() {
        return isDescending ? "-" + key.name() : key.name();
    }
}
