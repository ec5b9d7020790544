package com.tasktracker.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Makes many tasks out of some, within the database of task-service: copies that differ in id, place, title and times.
record Copies(String url, String user, String password) {
    private static final int BATCH = 200_000;

    /// Copies in whole rounds of all that is there, and tells how many tasks there are then: at most one round more
    /// than wanted.
    long raiseTo(long wanted) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            long originals = count(statement);
            long rounds = (wanted - 1) / originals;
            long each = Math.max(1, BATCH / originals);
            String columns = String.join(", ", columns(statement));
            for (long from = 1; from <= rounds; from += each) {
                copy(connection, columns, originals, from, Math.min(rounds, from + each - 1));
            }
            statement.execute("ANALYZE");
            return count(statement);
        }
    }

    private static void copy(Connection connection, String columns, long originals, long from, long to)
            throws SQLException {
        StringJoiner values = new StringJoiner(", ");
        for (String column : columns.split(", ", -1)) {
            values.add(
                    switch (column) {
                        case "id" -> "uuidv7(make_interval(secs => -n))";
                        case "position" -> "o.position || 'a' || lpad(n::text, 9, '0')";
                        case "title" -> "o.title || ' ' || n";
                        case "title_key" -> "o.title_key || ' ' || n";
                        case "created_at", "updated_at" -> "o." + column + " - make_interval(secs => n)";
                        default -> "o." + column;
                    });
        }
        String insert = "INSERT INTO task (" + columns + ") SELECT " + values
                + " FROM (SELECT * FROM task ORDER BY id DESC LIMIT ?) o, generate_series(?::bigint, ?) n";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setLong(1, originals);
            statement.setLong(2, from);
            statement.setLong(3, to);
            statement.executeUpdate();
        }
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM task")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> columns(Statement statement) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = 'task' AND is_generated = 'NEVER'
                ORDER BY ordinal_position""")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }
}
