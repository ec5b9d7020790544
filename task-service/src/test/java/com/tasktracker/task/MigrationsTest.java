package com.tasktracker.task;

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
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    private static final String SCHEMA = "task_migrations";

    private static final String SHAPE = """
            SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' '
                || coalesce(column_default, '') AS line
            FROM information_schema.columns WHERE table_schema = '%1$s'
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = '%1$s'
            UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = '%1$s'::regnamespace
            UNION ALL SELECT 'type ' || t.typname || ' ' || e.enumlabel
            FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typnamespace = '%1$s'::regnamespace
            UNION ALL SELECT 'grant ' || table_name || ' ' || grantee || ' ' || privilege_type
            FROM information_schema.role_table_grants WHERE table_schema = '%1$s'
            ORDER BY line""".formatted(SCHEMA);

    @Test
    void everyMigrationHasAnUndoAfterWhichItRunsAgainToTheSameSchema() throws SQLException, IOException {
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
                .placeholders(Map.of("runtime_role", SCHEMA))
                .locations("filesystem:src/main/resources/db/migration")
                .load();
        flyway.migrate();
        List<String> up = shape(settings);
        List<MigrationInfo> applied = List.of(flyway.info().applied());
        assertThat(applied).isNotEmpty();
        for (MigrationInfo migration : applied.reversed()) {
            run(settings, undo(migration));
        }
        assertThat(flyway.info().applied()).isEmpty();
        assertThat(shape(settings)).allMatch(line -> line.contains("flyway_schema_history"));
        flyway.migrate();
        assertThat(shape(settings)).isEqualTo(up);
    }

    private static String undo(MigrationInfo migration) throws IOException {
        return Files.readString(
                Path.of("src/main/resources/db/undo", migration.getScript().replaceFirst("^V", "U")));
    }

    private static List<String> shape(Map<String, String> settings) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(SHAPE)) {
            while (results.next()) {
                lines.add(results.getString(1));
            }
        }
        return lines;
    }

    /// In one transaction, as docs/operations.md has an undo run.
    private static void run(Map<String, String> settings, String script) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(script);
            connection.commit();
        }
    }

    private static Connection connect(Map<String, String> settings) throws SQLException {
        Connection connection = PostgresResource.server()
                .getDatabase(settings.get("quarkus.flyway.username"), "postgres", Map.of("password", "for-tests"))
                .getConnection();
        connection.setSchema(SCHEMA);
        return connection;
    }
}
