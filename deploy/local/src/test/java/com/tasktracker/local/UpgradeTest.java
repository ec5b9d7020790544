package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.settings.LaunchFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// From this build to itself, with a migration in between and people at work all the while. The migration is one of
/// task-service's schema that this build does not know, so that code which is older than its schema is tried, and that
/// is also how code is rolled back. The way from another version is [PreviousVersionTest]'s.
@Tag("slow")
class UpgradeTest {

    @Test
    void nobodyIsRefusedMeanwhile() throws Exception {
        try (Suite suite = Suite.ofServices()) {
            Replicas replicas = new Replicas(suite);
            replicas.start(suite.root());
            try (Load load = Load.on(replicas.gateways())) {
                load.awaitMore(100);
                migrate(suite);
                load.awaitMore(50);
                replicas.replace(suite.root(), load);
                assertThat(load.failures()).isEmpty();
                assertThat(load.answered()).isGreaterThan(500);
                System.out.println("Upgraded under load: " + load.answered() + " requests, none of them lost, "
                        + load.propagating() + " of them propagating");
            }
            undo(suite);
        }
    }

    /// What Flyway does with a migration that only expands.
    private static void migrate(Suite suite) throws SQLException, LaunchFailure {
        try (Connection connection = owner(suite);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL lock_timeout = '2s'");
            statement.execute("ALTER TABLE task.task ADD COLUMN rehearsed text");
            statement.execute("CREATE TABLE task.rehearsal (id uuid PRIMARY KEY)");
            statement.execute("""
                    INSERT INTO task.flyway_schema_history
                      (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                    SELECT max(installed_rank) + 1, '9000', 'rehearse an upgrade', 'SQL', 'V9000__rehearse_an_upgrade.sql',
                      0, current_user, 1, true FROM task.flyway_schema_history""");
            connection.commit();
        }
    }

    private static void undo(Suite suite) throws SQLException, LaunchFailure {
        try (Connection connection = owner(suite);
                Statement statement = connection.createStatement()) {
            try (ResultSet versions = statement.executeQuery(
                    "SELECT count(*) FROM task.flyway_schema_history WHERE version = '9000' AND success")) {
                assertThat(versions.next()).isTrue();
                assertThat(versions.getInt(1)).isEqualTo(1);
            }
            statement.execute("DROP TABLE task.rehearsal");
            statement.execute("ALTER TABLE task.task DROP COLUMN rehearsed");
        }
    }

    private static Connection owner(Suite suite) throws SQLException, LaunchFailure {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + suite.port("POSTGRES_PORT") + "/tasktracker",
                "task_owner",
                suite.secret("TASK_DB_MIGRATION_PASSWORD"));
    }
}
