package com.tasktracker.kit.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// A service that has heard nothing from the others for 11 minutes, which is more than it may go on with.
public final class Deafness {

    private Deafness() {}

    /// Does something meanwhile: whatever the followers in the schema find, their last good read stays that old.
    public static void during(String schema, Runnable work) {
        superuser("""
                CREATE FUNCTION %1$s.hear_nothing() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN NEW.read_at = clock_timestamp() - interval ''11 minutes''; RETURN NEW; END';
                CREATE TRIGGER hear_nothing BEFORE UPDATE ON %1$s.feed_cursor
                    FOR EACH ROW EXECUTE FUNCTION %1$s.hear_nothing();
                UPDATE %1$s.feed_cursor SET read_at = read_at""".formatted(schema));
        try {
            work.run();
        } finally {
            superuser("""
                    DROP FUNCTION %1$s.hear_nothing() CASCADE;
                    UPDATE %1$s.feed_cursor SET read_at = clock_timestamp()""".formatted(schema));
        }
    }

    private static void superuser(String statements) {
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
