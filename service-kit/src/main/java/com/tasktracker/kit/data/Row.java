package com.tasktracker.kit.data;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One row of a result, read by the name of its columns. Methods that answer a value that may be `null` say so.
public final class Row {

    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    public UUID id(String column) throws SQLException {
        return present(column, idOrNull(column));
    }

    public @Nullable UUID idOrNull(String column) throws SQLException {
        return results.getObject(column, UUID.class);
    }

    public String text(String column) throws SQLException {
        return present(column, textOrNull(column));
    }

    public @Nullable String textOrNull(String column) throws SQLException {
        return results.getString(column);
    }

    public Instant time(String column) throws SQLException {
        return present(column, timeOrNull(column));
    }

    public @Nullable Instant timeOrNull(String column) throws SQLException {
        OffsetDateTime time = results.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /// `0` where the column is null.
    public int number(String column) throws SQLException {
        return results.getInt(column);
    }

    public @Nullable Integer numberOrNull(String column) throws SQLException {
        return results.getObject(column, Integer.class);
    }

    /// `0` where the column is null.
    public long bigNumber(String column) throws SQLException {
        return results.getLong(column);
    }

    /// `0` where the column is null.
    public double decimal(String column) throws SQLException {
        return results.getDouble(column);
    }

    /// `false` where the column is null.
    public boolean flag(String column) throws SQLException {
        return results.getBoolean(column);
    }

    public byte @Nullable [] bytesOrNull(String column) throws SQLException {
        return results.getBytes(column);
    }

    /// Empty where the column is null.
    public List<String> texts(String column) throws SQLException {
        Array array = results.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null where the query promises a value");
        }
        return value;
    }
}
