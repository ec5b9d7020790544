package com.tasktracker.kit.body;

import org.jspecify.annotations.Nullable;

/// A member of a merge patch (RFC 7396): absent, or present with a value, or present with `null`, which clears.
///
/// @param isPresent whether the member was sent at all
/// @param value what was sent; `null` where it was absent or null
public record Change<T>(boolean isPresent, @Nullable T value) {

    private static final Change<?> ABSENT = new Change<>(false, null);

    @SuppressWarnings("unchecked")
    public static <T> Change<T> absent() {
        return (Change<T>) ABSENT;
    }

    public static <T> Change<T> to(@Nullable T value) {
        return new Change<>(true, value);
    }

    /// What the member is after this change, for one that may be cleared.
    public @Nullable T over(@Nullable T current) {
        return isPresent ? value : current;
    }

    /// What the member is after this change, for one that [Required] keeps from being cleared.
    public T orKeep(T current) {
        return isPresent && value != null ? value : current;
    }
}
