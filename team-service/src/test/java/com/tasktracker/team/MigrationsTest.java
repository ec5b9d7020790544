package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.PostgresResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// Each migration can be taken back, and done again.
class MigrationsTest {

    private static final String SCHEMA = "team_up_down";

    @Test
    void upDownAndUpAgainIsTheSameSchema() throws SQLException, IOException {
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + SCHEMA);
            List<String> empty = describe(statement);
            migrate();
            List<String> first = describe(statement);
            statement.execute("SET search_path TO " + SCHEMA);
            for (Path undo : undos()) {
                statement.execute(Files.readString(undo));
            }
            assertThat(describe(statement).stream()
                            .filter(line -> !line.contains("flyway_schema_history"))
                            .toList())
                    .isEqualTo(empty);
            migrate();
            assertThat(describe(statement)).isEqualTo(first).hasSizeGreaterThan(50);
        }
    }

    private static void migrate() {
        Flyway.configure()
                .dataSource(PostgresResource.server().getPostgresDatabase())
                .defaultSchema(SCHEMA)
                .schemas(SCHEMA)
                .locations("filesystem:src/main/resources/db/migration")
                .placeholders(Map.of("runtime_role", "postgres"))
                .load()
                .migrate();
    }

    /// The undo scripts, the latest first.
    private static List<Path> undos() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/undo"))) {
            List<Path> all = new ArrayList<>(files.toList());
            all.sort(Comparator.comparingInt(MigrationsTest::version).reversed());
            return all;
        }
    }

    private static int version(Path script) {
        String name = String.valueOf(script.getFileName());
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    private static List<String> describe(Statement statement) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet results = statement.executeQuery("""
                SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
                       || coalesce(column_default, '') AS line
                  FROM information_schema.columns WHERE table_schema = '%1$s'
                UNION ALL
                SELECT indexdef FROM pg_indexes WHERE schemaname = '%1$s'
                UNION ALL
                SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                  FROM pg_constraint WHERE connamespace = '%1$s'::regnamespace""".formatted(SCHEMA))) {
            while (results.next()) {
                lines.add(results.getString("line").replace(SCHEMA + ".", ""));
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }
}
