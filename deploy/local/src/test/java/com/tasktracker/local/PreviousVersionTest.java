package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.settings.Service;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the version before to this one, with its migrations in between and people at work all the while: the first
/// replica of the new version migrates the schema while one of the old is still in use.
@Tag("slow")
class PreviousVersionTest {

    @Test
    void nobodyIsRefusedWhileTheNextVersionMigratesAndTakesOver(@TempDir Path folder) throws Exception {
        try (Suite suite = Suite.ofServices()) {
            PreviousVersion previous = PreviousVersion.of(suite.root(), folder);
            Replicas replicas = new Replicas(suite);
            replicas.start(previous.built());
            List<String> before = migrations(suite);
            try (Load load = Load.on(replicas.gateways())) {
                load.awaitMore(100);
                replicas.replace(suite.root(), load);
                load.awaitMore(100);
                assertThat(load.failures()).isEmpty();
                List<String> after = migrations(suite);
                assertThat(after).containsAll(before).hasSizeGreaterThan(before.size());
                after.removeAll(before);
                System.out.println("From " + previous.commit() + " under load: " + load.answered()
                        + " requests, none of them lost, and meanwhile " + after);
            }
        }
    }

    /// Those of all services that are in force.
    private static List<String> migrations(Suite suite) throws Exception {
        List<String> migrations = new ArrayList<>();
        for (Service service : Service.withData()) {
            try (Connection connection = owner(suite, service);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT script FROM flyway_schema_history WHERE success")) {
                while (rows.next()) {
                    migrations.add(service.schema() + "/" + rows.getString(1));
                }
            }
        }
        return migrations;
    }

    private static Connection owner(Suite suite, Service service) throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + suite.port("POSTGRES_PORT") + "/tasktracker",
                service.schema() + "_owner",
                suite.secret(service.name() + "_DB_MIGRATION_PASSWORD"));
    }
}
