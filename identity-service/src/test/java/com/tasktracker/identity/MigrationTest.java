package com.tasktracker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.PostgresResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;

/// Every migration can be taken back, and made again, and the schema is the same.
class MigrationTest {

    private static final String SCHEMA = "undoing";
    private static final String DESCRIBE = """
            SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
                   || coalesce(column_default, '') AS line
              FROM information_schema.columns WHERE table_schema = '%1$s'
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = '%1$s'
            UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
              FROM pg_constraint WHERE connamespace = '%1$s'::regnamespace
            ORDER BY 1""".formatted(SCHEMA);

    @Test
    void goesUpAndDownAndUpAgainToTheSameSchema() throws SQLException {
        PostgresResource postgres = new PostgresResource();
        postgres.init(Map.of("schema", SCHEMA));
        Map<String, String> settings = postgres.start();
        Flyway flyway = Flyway.configure()
                .dataSource(
                        settings.get("quarkus.flyway.jdbc-url"),
                        settings.get("quarkus.flyway.username"),
                        settings.get("quarkus.flyway.password"))
                .defaultSchema(SCHEMA)
                .schemas(SCHEMA)
                .createSchemas(false)
                .locations("filesystem:src/main/resources/db/migration")
                .load();
        flyway.migrate();
        List<String> first = describe();
        List<MigrationInfo> applied = new ArrayList<>(List.of(flyway.info().applied()));
        assertThat(applied).hasSizeGreaterThan(3);
        for (MigrationInfo migration : applied.reversed()) {
            undo(migration);
        }
        assertThat(describe()).allMatch(line -> line.contains("flyway_schema_history"));
        flyway.migrate();
        assertThat(describe()).isEqualTo(first);
    }

    private static void undo(MigrationInfo migration) throws SQLException {
        String name = migration.getScript().replaceFirst("^V", "U");
        try (InputStream script = MigrationTest.class.getResourceAsStream("/db/undo/" + name);
                Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(script).as(name).isNotNull();
            statement.execute("SET search_path = " + SCHEMA);
            statement.execute("SET ROLE " + SCHEMA + "_owner");
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> describe() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(DESCRIBE)) {
            while (rows.next()) {
                lines.add(rows.getString("line"));
            }
        }
        return lines;
    }
}
