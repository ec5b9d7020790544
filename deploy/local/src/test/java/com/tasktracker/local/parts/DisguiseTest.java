package com.tasktracker.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Ports;
import com.tasktracker.local.settings.Secrets;
import com.tasktracker.local.settings.ServiceEnvironment;
import com.tasktracker.local.settings.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisguiseTest {
    /// Closed to everyone but its owner, as JUnit makes it.
    @TempDir
    Path closed;

    @Test
    void ordinaryUserNeedsNone() throws Exception {
        assertThat(Disguise.of(1000)).isEqualTo(Disguise.NONE);
        assertThat(Disguise.NONE.prefix()).isEmpty();
    }

    @Test
    void rootRunsThePostgresOfACrampedContainerAsNobody() throws Exception {
        assumeTrue(new UnixSystem().getUid() == 0, "only root can be another user");
        assertThat(Disguise.of(0)).isNotEqualTo(Disguise.NONE);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
        Postgres postgres = postgres(closed);
        try {
            assertThat(postgres.recover()).isFalse();
            postgres.start();
            Path data = closed.resolve("home/postgres");
            assertThat(Files.getAttribute(data, "unix:uid")).isEqualTo(65_534);
        } finally {
            postgres.stop();
        }
    }

    @Test
    void folderThatNobodyCanReachIsNamed() throws Exception {
        assumeTrue(new UnixSystem().getUid() == 0, "only root can be another user");
        Postgres postgres = postgres(closed);
        assertThatThrownBy(postgres::start)
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("as nobody, who cannot reach " + closed)
                .hasMessageContaining("TASKTRACKER_HOME=/var/tmp/tasktracker");
    }

    private static Postgres postgres(Path folder) throws Exception {
        Map<String, String> environment = new HashMap<>();
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("POSTGRES_PORT", Integer.toString(socket.getLocalPort()));
        }
        environment.put("TASKTRACKER_HOME", folder.resolve("home").toString());
        Settings settings = Settings.of(folder, environment);
        settings.home().create();
        Secrets secrets = Secrets.of(settings.home());
        Ports ports = Ports.ofWhole(settings);
        Roles roles = Roles.of(secrets, new ServiceEnvironment(settings, secrets, ports));
        return new Postgres(settings, ports.postgres(), roles, Disguise.NOBODY);
    }
}
