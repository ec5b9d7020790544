package com.tasktracker.kit.page;

import org.jspecify.annotations.Nullable;

/// Which page of a list is wanted: `page_size` (1 to 100, 20 unless given; more counts as 100), `ordering`, `cursor`
/// and `include_count`.
///
/// @param binding what the cursors of this list are bound to: its path, filters and ordering, and the caller
public record PageRequest(
        int size, Ordering ordering, @Nullable Cursor cursor, boolean includesCount, String path, String binding) {

    public static final int DEFAULT_SIZE = 20;
    public static final int MAX_SIZE = 100;

    /// Rows to ask for: one more than shown tells whether there is another page.
    public int limit() {
        return size + 1;
    }

    public boolean isBackward() {
        return cursor != null && cursor.isBackward();
    }
}
