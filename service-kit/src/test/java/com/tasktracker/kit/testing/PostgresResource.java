package com.tasktracker.kit.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL with the schema and the two roles of one service, started once for all tests of a module:
/// `@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "schema", value = "task"))`.
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    private static final String PASSWORD = "for-tests";
    private static @Nullable EmbeddedPostgres server;

    private String schema = "kit";

    @Override
    public void init(Map<String, String> arguments) {
        schema = arguments.getOrDefault("schema", schema);
    }

    /// The server that the tests run on.
    public static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("random_page_cost", "1.1")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    @Override
    public Map<String, String> start() {
        EmbeddedPostgres postgres = server();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$ BEGIN
                        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s_owner') THEN
                            CREATE ROLE %1$s_owner LOGIN PASSWORD '%2$s';
                            CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                            CREATE SCHEMA %1$s AUTHORIZATION %1$s_owner;
                            GRANT USAGE ON SCHEMA %1$s TO %1$s;
                            ALTER DEFAULT PRIVILEGES FOR ROLE %1$s_owner IN SCHEMA %1$s
                                GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %1$s;
                            ALTER DEFAULT PRIVILEGES FOR ROLE %1$s_owner IN SCHEMA %1$s
                                GRANT USAGE ON SEQUENCES TO %1$s;
                        END IF;
                    END $$""".formatted(schema, PASSWORD));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
        return Map.of(
                "quarkus.datasource.jdbc.url", url,
                "quarkus.datasource.username", schema,
                "quarkus.datasource.password", PASSWORD,
                "quarkus.flyway.jdbc-url", url + "?currentSchema=" + schema,
                "quarkus.flyway.username", schema + "_owner",
                "quarkus.flyway.password", PASSWORD,
                "tasktracker.secrets.app", "a secret that is used in tests alone and has many characters");
    }

    @Override
    public void stop() {
        // The server is left to the end of the tests: it stops with their JVM.
    }
}
