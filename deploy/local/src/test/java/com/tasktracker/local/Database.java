package com.tasktracker.local;

import com.tasktracker.local.settings.LaunchFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The database of a suite as one of its roles sees it.
final class Database implements AutoCloseable {
    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /// As a role: `postgres`, `task`, `task_owner`, and so on.
    static Database as(String role, Suite suite) throws SQLException, LaunchFailure {
        String secret = switch (role) {
            case "postgres" -> "POSTGRES_PASSWORD";
            default ->
                role.endsWith("_owner") ? role.replace("_owner", "_DB_MIGRATION_PASSWORD") : role + "_DB_PASSWORD";
        };
        return as(role, suite.secret(secret.toUpperCase(Locale.ROOT)), "tasktracker", suite);
    }

    static Database as(String role, String password, String database, Suite suite) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + suite.port("POSTGRES_PORT") + "/" + database;
        return new Database(DriverManager.getConnection(url, role, password));
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The first column of all rows.
    List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /// The first column of the only row, empty where there is none.
    String only(String sql) {
        try {
            List<String> texts = texts(sql);
            return texts.isEmpty() ? "" : texts.getFirst();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
