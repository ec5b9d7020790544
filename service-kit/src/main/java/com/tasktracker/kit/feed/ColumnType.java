package com.tasktracker.kit.feed;

import java.util.Locale;

/// The types that columns of a read model may have, each read from the JSON that PostgreSQL makes of it.
public enum ColumnType {
    UUID,
    TEXT,
    BOOLEAN,
    INTEGER,
    BIGINT,
    TIMESTAMPTZ,
    JSONB;

    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }
}
