package com.tasktracker.local.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    private Home home = new Home(Path.of("."));

    @BeforeEach
    void createHome() throws LaunchFailure {
        home = new Home(folder.resolve("home"));
        home.create();
    }

    @Test
    void theyAreMadeOnceAndReadableByTheirOwnerAlone() throws Exception {
        Secrets first = Secrets.of(home);
        Secrets second = Secrets.of(home);
        assertThat(first.get("TASK_DB_PASSWORD")).hasSize(43).isEqualTo(second.get("TASK_DB_PASSWORD"));
        assertThat(first.get("TASK_DB_PASSWORD")).isNotEqualTo(first.get("TEAM_DB_PASSWORD"));
        assertThat(Base64.getDecoder().decode(first.get("KEY_ENCRYPTION_KEY"))).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secrets())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatIsMissingIsAddedAndWhatIsThereStays() throws Exception {
        Files.writeString(home.secrets(), "REDIS_PASSWORD=kept\n");
        assertThat(Secrets.of(home).get("REDIS_PASSWORD")).isEqualTo("kept");
        assertThat(DotEnv.read(home.secrets()))
                .containsEntry("REDIS_PASSWORD", "kept")
                .containsKey("POSTGRES_PASSWORD");
    }

    @Test
    void lossOfTheFileIsToldWhenThereIsDataThatItOpens() throws Exception {
        Files.createDirectory(home.postgres());
        assertThatThrownBy(() -> Secrets.of(home))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("secrets.env are gone");
        assertThat(home.secrets()).doesNotExist();
    }

    @Test
    void servicesAreToldTheirOwnSecretsAlone() throws Exception {
        ServiceEnvironment environment = environment(Map.of());
        Secrets secrets = Secrets.of(home);
        Map<String, String> task = environment.of(Service.TASK);
        assertThat(task)
                .containsEntry("DB_URL", "jdbc:postgresql://127.0.0.1:54320/tasktracker")
                .containsEntry("DB_USER", "task")
                .containsEntry("DB_PASSWORD", secrets.get("TASK_DB_PASSWORD"))
                .containsEntry("DB_MIGRATION_USER", "task_owner")
                .containsEntry("DB_MIGRATION_PASSWORD", secrets.get("TASK_DB_MIGRATION_PASSWORD"))
                .containsEntry("REDIS_URL", "redis://:" + secrets.get("REDIS_PASSWORD") + "@127.0.0.1:63790")
                .containsEntry("SMTP_HOST", "127.0.0.1")
                .containsEntry("SMTP_PORT", "10250")
                .containsEntry("TEAM_URL", "http://127.0.0.1:8082")
                .containsEntry("SERVICE_SECRET", secrets.get("TASK_SERVICE_SECRET"))
                .containsEntry("TEAM_SERVICE_SECRET", secrets.get("TEAM_SERVICE_SECRET"))
                .containsEntry("APP_SECRET", secrets.get("TASK_APP_SECRET"))
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .containsEntry("QUARKUS_HTTP_PORT", "8083")
                .doesNotContainKeys("KEY_ENCRYPTION_KEY", "EMAIL_HASH_KEY", "POSTGRES_PASSWORD");
        assertThat(environment.of(Service.TEAM)).containsKey("EMAIL_HASH_KEY").doesNotContainKey("KEY_ENCRYPTION_KEY");
        assertThat(environment.of(Service.IDENTITY)).containsKeys("EMAIL_HASH_KEY", "KEY_ENCRYPTION_KEY");
        assertThat(environment.of(Service.GATEWAY))
                .containsEntry("GATEWAY_PORT", "8080")
                .doesNotContainKeys("DB_URL", "DB_PASSWORD", "APP_SECRET", "SERVICE_SECRET");
    }

    @Test
    void whatTheUserSetWinsAndAPrefixedNameOverThePlainOne() throws Exception {
        ServiceEnvironment environment = environment(Map.of(
                "DB_URL", "jdbc:postgresql://db/all",
                "TASK_DB_URL", "jdbc:postgresql://db/tasks",
                "SERVICE_SECRET", "of all",
                "TEAM_SERVICE_SECRET", "of team",
                "REDIS_URL", "redis://elsewhere",
                "SMTP_HOST", "mail.example.org",
                "TASK_URL", "http://a:1,http://b:2",
                "LOG_FORMAT", "json"));
        assertThat(environment.of(Service.TASK))
                .containsEntry("DB_URL", "jdbc:postgresql://db/tasks")
                .containsEntry("SERVICE_SECRET", "of all")
                .containsEntry("TEAM_SERVICE_SECRET", "of team")
                .containsEntry("REDIS_URL", "redis://elsewhere")
                .containsEntry("SMTP_HOST", "mail.example.org")
                .doesNotContainKey("SMTP_PORT")
                .containsEntry("TASK_URL", "http://a:1,http://b:2")
                .containsEntry("LOG_FORMAT", "json");
        assertThat(environment.of(Service.TEAM))
                .containsEntry("DB_URL", "jdbc:postgresql://db/all")
                .containsEntry("SERVICE_SECRET", "of team");
    }

    private ServiceEnvironment environment(Map<String, String> set) throws LaunchFailure {
        Settings settings = new Settings(folder, home, set, Map.of());
        return new ServiceEnvironment(settings, Secrets.of(home), Ports.ofWhole(settings));
    }
}
