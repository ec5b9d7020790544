package com.tasktracker.task.task;

import com.tasktracker.kit.page.Cursor;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.testing.PostgresResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/// A database of its own with the schema of this service and many tasks.
final class TaskDatabase implements AutoCloseable {

    private static final double STALENESS_SECONDS = 600;

    private final String name;
    private final Connection connection;

    private TaskDatabase(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    static TaskDatabase filled(String name, int tasks) throws SQLException, IOException {
        run(PostgresResource.server().getPostgresDatabase().getConnection(), "CREATE DATABASE " + name);
        Flyway.configure()
                .dataSource(PostgresResource.server().getDatabase("postgres", name))
                .defaultSchema("task")
                .schemas("task")
                .placeholders(Map.of("runtime_role", "postgres"))
                .locations("filesystem:src/main/resources/db/migration")
                .load()
                .migrate();
        Connection connection =
                PostgresResource.server().getDatabase("postgres", name).getConnection();
        connection.setSchema("task");
        try (Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(Path.of("src/test/resources/plans/fill.sql"))
                    .replace("${tasks}", Integer.toString(tasks)));
            statement.execute("VACUUM ANALYZE");
            // As the service has it.
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute("SET jit = off");
        }
        return new TaskDatabase(name, connection);
    }

    private static void run(Connection connection, String text) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /// As `made_id` in the script that fills it.
    static UUID id(int kind, long n) {
        return UUID.fromString("01900000-0000-7000-8%03d-%012x".formatted(kind, n));
    }

    /// Places in the midst of the team in which both callers are, forward and backward, among nulls too.
    List<Cursor> cursors(SortKey key) throws SQLException {
        List<Cursor> cursors = new ArrayList<>();
        String rows = "FROM task t WHERE t.team_id = '" + id(2, 7) + "' AND t.deleted_at IS NULL";
        String middle = "(SELECT %1$s::text AS value, t.id %2$s ORDER BY %1$s, t.id OFFSET 700 LIMIT 1)"
                .formatted(key.expression(), rows);
        String nulls = "(SELECT NULL AS value, t.id %s AND t.due_date IS NULL ORDER BY t.id OFFSET 200 LIMIT 1)"
                .formatted(rows);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(key.isNullable() ? middle + " UNION ALL " + nulls : middle)) {
            while (row.next()) {
                for (boolean isBackward : List.of(false, true)) {
                    cursors.add(new Cursor(row.getString("value"), row.getObject("id", UUID.class), isBackward));
                }
            }
        }
        return cursors;
    }

    /// The plan, as JSON, by which the statement was run for that caller.
    String explain(String text, UUID caller, List<@Nullable Object> parameters) throws SQLException {
        List<@Nullable Object> all = new ArrayList<>(List.of(caller, id(9, 9), STALENESS_SECONDS));
        all.addAll(parameters);
        StringBuilder values = new StringBuilder();
        for (Object value : all) {
            values.append(values.isEmpty() ? "" : ", ").append(literal(value));
        }
        String prepared = text;
        for (int i = 1; i <= all.size(); i++) {
            prepared = prepared.replaceFirst("\\?", "\\$" + i);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("PREPARE asked AS " + prepared);
            try (ResultSet plan =
                    statement.executeQuery("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE asked (" + values + ")")) {
                plan.next();
                return plan.getString(1);
            } finally {
                statement.execute("DEALLOCATE asked");
            }
        }
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case Object[] many -> {
                List<String> quoted = new ArrayList<>();
                for (Object one : many) {
                    quoted.add("\"" + one + "\"");
                }
                yield "'{" + String.join(",", quoted) + "}'";
            }
            case Instant time -> "'" + time + "'";
            default -> "'" + String.valueOf(value).replace("'", "''") + "'";
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        run(PostgresResource.server().getPostgresDatabase().getConnection(), "DROP DATABASE " + name);
    }
}
