package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.server.SMTPServer;

/// PostgreSQL, Redis and SMTP by TLS alone, with certificates of an authority that nobody knows, set up as
/// docs/operations.md says.
@Tag("slow")
class TlsTest {

    private static final int SHARED_FROM = 20;
    private static final List<String> SERVICES =
            Service.withData().stream().map(Service::folder).toList();

    @TempDir
    Path folder;

    @Test
    void everythingGoesByTls() throws Exception {
        Authority authority = new Authority(folder);
        List<String> mails = new CopyOnWriteArrayList<>();
        SMTPServer smtp = mailServer(authority, mails);
        smtp.start();
        try (Suite suite = Suite.ofServices()) {
            suite.startAlone(Map.of(), "postgres", "redis");
            demandTls(suite, authority);
            try (TlsDoor redis = new TlsDoor(authority.serverContext(), suite.port("REDIS_PORT"))) {
                suite.startAlone(
                        settings(suite, authority, redis.port(), smtp.getPortAllocated()),
                        "identity-service",
                        "team-service",
                        "task-service",
                        "gateway");
                use(suite);
                connectionsAreEncrypted(suite);
                Suite.await("a mail comes", () -> !mails.isEmpty());
                Suite.await(
                        "the gateway counts in Redis",
                        () -> keys(suite, "gateway").contains("rate"));
                Suite.await("users are cached", () -> keys(suite, "identity").contains("user"));
            }
        } finally {
            smtp.stop();
        }
    }

    private static SMTPServer mailServer(Authority authority, List<String> mails) throws Exception {
        return SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .requireTLS()
                .startTlsSocketFactory(authority.serverContext())
                .messageHandler((context, from, to, mail) -> mails.add(to))
                .build();
    }

    /// From then on the server takes no connection without TLS.
    private static void demandTls(Suite suite, Authority authority) throws Exception {
        Path data = suite.home().postgres();
        Path key = data.resolve("server.key");
        Files.writeString(key, authority.serverKey());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path certificate = Files.copy(authority.serverCertificate(), data.resolve("server.crt"));
        // The server may run as another user.
        Files.setOwner(key, Files.getOwner(data));
        Files.setOwner(certificate, Files.getOwner(data));
        try (Database database = Database.as("postgres", suite)) {
            database.run("ALTER SYSTEM SET ssl = on");
            Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
            database.run("SELECT pg_reload_conf()");
            Suite.await("TLS is on", () -> database.only("SHOW ssl").equals("on"));
        }
    }

    private static Map<String, String> settings(Suite suite, Authority authority, int redis, int smtp)
            throws LaunchFailure {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "DB_URL",
                "jdbc:postgresql://localhost:%d/tasktracker?sslmode=verify-full&sslrootcert=%s"
                        .formatted(suite.port("POSTGRES_PORT"), authority.certificate()));
        settings.put("REDIS_URL", "rediss://:%s@localhost:%d".formatted(suite.secret("REDIS_PASSWORD"), redis));
        settings.put("SMTP_HOST", "localhost");
        settings.put("SMTP_PORT", Integer.toString(smtp));
        settings.put("QUARKUS_MAILER_START_TLS", "REQUIRED");
        settings.put("JAVA_TOOL_OPTIONS", authority.javaOptions());
        return settings;
    }

    private static void use(Suite suite) {
        Api anyone = Api.at(suite.gateway());
        // Gateways tell each other of a client that has used an eighth of its limit.
        for (int i = 0; i < SHARED_FROM; i++) {
            anyone.get("/tasks").expect(401);
        }
        anyone.register("tls.ada");
        Api ada = anyone.login("tls.ada");
        ada.get("/users/me").expect(200);
        ada.get("/teams").expect(200);
        ada.get("/tasks").expect(200);
    }

    private static void connectionsAreEncrypted(Suite suite) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + suite.port("POSTGRES_PORT") + "/tasktracker?sslmode=require";
        try (var connection = DriverManager.getConnection(url, "postgres", suite.secret("POSTGRES_PASSWORD"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT application_name, bool_and(ssl)
                          FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
                         WHERE client_addr IS NOT NULL GROUP BY application_name""")) {
            Map<String, Boolean> encrypted = new HashMap<>();
            while (rows.next()) {
                encrypted.put(rows.getString(1), rows.getBoolean(2));
            }
            assertThat(encrypted).containsKeys(SERVICES.toArray(String[]::new)).doesNotContainValue(false);
        }
    }

    /// As Redis itself lists them, of one service.
    private static String keys(Suite suite, String service) {
        try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), suite.port("REDIS_PORT"))) {
            String commands =
                    "AUTH %s\r\nKEYS tasktracker:%s:*\r\nQUIT\r\n".formatted(suite.secret("REDIS_PASSWORD"), service);
            redis.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            return new String(redis.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | LaunchFailure e) {
            throw new IllegalStateException(e);
        }
    }
}
