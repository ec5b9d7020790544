package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Service;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// From one version to the next, with a migration in between, and people at work all the while. There are two replicas
/// of each service and of the gateway; they are told to end and replaced one after another, as in a rollout.
///
/// The version before is this build too, unless `-Dtasktracker.previous=<folder>` names one in which another was built.
/// The migration is one of task-service's schema that this build does not know, so that code which is older than its
/// schema is tried as well, and that is also how code is rolled back.
@Tag("slow")
class UpgradeTest {

    private static final List<Service> ORDER = List.of(Service.IDENTITY, Service.TEAM, Service.TASK, Service.GATEWAY);
    private static final int REPLICAS = 2;

    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Run> running = new HashMap<>();

    @Test
    void nobodyIsRefusedMeanwhile() throws Exception {
        try (Suite suite = Suite.ofServices()) {
            prepare(suite);
            Path current = suite.root();
            Path previous = Path.of(System.getProperty("tasktracker.previous", current.toString()));
            suite.startAlone(Map.of(), "postgres", "redis", "mail-sink");
            for (Service service : ORDER) {
                for (int replica = 0; replica < REPLICAS; replica++) {
                    start(suite, previous, service, replica);
                }
            }
            try (Load load = Load.on(gateways())) {
                load.awaitMore(100);
                migrate(suite);
                load.awaitMore(50);
                for (Service service : ORDER) {
                    for (int replica = 0; replica < REPLICAS; replica++) {
                        replace(suite, current, service, replica);
                        load.awaitMore(50);
                    }
                }
                assertThat(load.failures()).isEmpty();
                assertThat(load.answered()).isGreaterThan(500);
                System.out.println("Upgraded under load: " + load.answered() + " requests, none of them lost, "
                        + load.propagating() + " of them propagating");
            }
            undo(suite);
        }
    }

    private void prepare(Suite suite) {
        for (Service service : ORDER) {
            for (int replica = 0; replica < REPLICAS; replica++) {
                ports.put(service + "/" + replica, Suite.freePort());
            }
        }
        for (Service service : Service.withData()) {
            suite.set(service + "_URL", address(service, 0) + "," + address(service, 1));
        }
        suite.set("RATE_LIMIT_PER_MINUTE", "0")
                .set("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0")
                .set("QUARKUS_SHUTDOWN_DELAY", "3s");
    }

    private int port(Service service, int replica) {
        return ports.getOrDefault(service + "/" + replica, 0);
    }

    private String address(Service service, int replica) {
        return "http://127.0.0.1:" + port(service, replica);
    }

    private List<Integer> gateways() {
        return IntStream.range(0, REPLICAS)
                .mapToObj(replica -> port(Service.GATEWAY, replica))
                .toList();
    }

    private void start(Suite suite, Path built, Service service, int replica) throws LaunchFailure {
        Map<String, String> port = Map.of(service.portVariable(), Integer.toString(port(service, replica)));
        running.put(service + "/" + replica, suite.startAlone(built, port, service.folder()));
    }

    private void replace(Suite suite, Path built, Service service, int replica) throws LaunchFailure {
        Run before = running.remove(service + "/" + replica);
        if (before != null) {
            before.close();
        }
        start(suite, built, service, replica);
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
