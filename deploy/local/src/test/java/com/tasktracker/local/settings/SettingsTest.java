package com.tasktracker.local.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path root;

    @Test
    void environmentWinsOverTheFileAndBothOverTheDefault() throws Exception {
        Files.writeString(root.resolve(".env"), "GATEWAY_PORT=1001\nTEAM_PORT=1002\nREDIS_PORT=\n");
        Ports ports = Ports.ofWhole(Settings.of(root, Map.of("GATEWAY_PORT", "2001")));
        assertThat(ports.of(Service.GATEWAY)).isEqualTo(2001);
        assertThat(ports.of(Service.TEAM)).isEqualTo(1002);
        assertThat(ports.of(Service.TASK)).isEqualTo(8083);
        assertThat(ports.redis()).isEqualTo(63_790);
    }

    /// What one machine shows is what containers do.
    @ParameterizedTest
    @EnumSource
    void heapsAreThoseOfTheImages(Service service) {
        Path options = Path.of(System.getProperty("tasktracker.root"), "deploy/docker/options", service.folder());
        assertThat(options).hasContent("-Xmx" + service.heapMebibytes() + "m");
    }

    @Test
    void homeIsInTheProjectUnlessItIsSet() throws Exception {
        assertThat(Settings.of(root, Map.of()).home().folder()).isEqualTo(root.resolve(".tasktracker"));
        assertThat(Settings.of(root, Map.of("TASKTRACKER_HOME", "data/x"))
                        .home()
                        .folder())
                .isEqualTo(root.resolve("data/x"));
        assertThat(Settings.of(root, Map.of("TASKTRACKER_HOME", "/var/tmp/x"))
                        .home()
                        .folder())
                .isEqualTo(Path.of("/var/tmp/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "http", "80 81"})
    void portThatIsNoneIsRefusedByName(String text) throws Exception {
        Settings settings = Settings.of(root, Map.of("TASK_PORT", text));
        assertThatThrownBy(() -> Ports.ofWhole(settings))
                .isInstanceOf(LaunchFailure.class)
                .hasMessage("TASK_PORT must be a port from 1 to 65535, not '" + text + "'.");
    }

    @Test
    void namedPartsFindTheOthersWhereTheyLastRan() throws Exception {
        Settings settings = Settings.of(root, Map.of());
        settings.home().create();
        Files.writeString(settings.home().portFile("postgres"), "7001\n");
        Files.writeString(settings.home().portFile("team-service"), "7002\n");
        assertThat(Ports.ofNamed(settings).postgres()).isEqualTo(7001);
        assertThat(Ports.ofNamed(settings).of(Service.TEAM)).isEqualTo(7002);
        assertThat(Ports.ofWhole(settings).postgres()).isEqualTo(54_320);
    }

    @Test
    void serviceOnAnotherPortThanTheSuitesIsAReplicaAndCarriesIt() throws Exception {
        Settings settings = Settings.of(root, Map.of("TASK_PORT", "8093"));
        assertThat(Ports.processName(settings, Service.TASK, 8093)).isEqualTo("task-service-8093");
        assertThat(Ports.processName(settings, Service.TASK, 8083)).isEqualTo("task-service");
        settings.home().create();
        Files.writeString(settings.home().portFile("task-service"), "8093\n");
        assertThat(Ports.processName(settings, Service.TASK, 8093)).isEqualTo("task-service");
    }

    @Test
    void homeThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> new Home(file.resolve("home")).create())
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining(file.resolve("home").toString())
                .hasMessageContaining("TASKTRACKER_HOME");
    }
}
