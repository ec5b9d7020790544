package com.tasktracker.kit.page;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A place in an ordered list: just behind (or, backward, just before) the row with this sort value and id.
///
/// @param value the sort value as text that PostgreSQL reads as the type of the key; `null` for a null
/// @param isBackward whether the page before that row is wanted instead of the one behind it
public record Cursor(@Nullable String value, UUID id, boolean isBackward) {}
