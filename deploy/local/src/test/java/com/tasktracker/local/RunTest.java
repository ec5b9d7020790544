package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tasktracker.local.process.Signal;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Service;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a run does with its parts; with stubs for the services.
class RunTest {
    private static final Suite SUITE = Suite.ofStubs();

    @BeforeAll
    static void start() throws Exception {
        SUITE.start();
    }

    @AfterAll
    static void end() {
        SUITE.close();
    }

    @Test
    void partThatEndsIsReportedAndLeavesTheOthersAlone() throws Exception {
        ProcessHandle identity = SUITE.process("identity-service");
        SUITE.kill("team-service");
        assertThat(SUITE.output()).contains("team-service has ended by itself").contains("logs/team-service.log");
        assertThat(SUITE.home().pidFile("team-service")).doesNotExist();
        assertThat(SUITE.process("identity-service")).isEqualTo(identity);

        try (Run again = SUITE.startAlone(Map.of(), "team-service")) {
            assertThat(again.isStopping()).isFalse();
            assertThat(SUITE.process("team-service").isAlive()).isTrue();
        }
        assertThat(SUITE.home().pidFile("team-service")).doesNotExist();
    }

    @Test
    void serviceOnAnotherPortIsAReplicaBesideTheFirst() throws Exception {
        int port = Suite.freePort();
        ProcessHandle first = SUITE.process("task-service");
        Map<String, String> another = Map.of("TASK_PORT", Integer.toString(port));
        try (Run replica = SUITE.startAlone(another, "task-service")) {
            assertThat(replica.isStopping()).isFalse();
            assertThat(SUITE.process("task-service-" + port)).isNotEqualTo(first);
            assertThat(SUITE.home().log("task-service-" + port)).exists();
            String told = environmentOf(port);
            assertThat(told)
                    .contains("TASK_PORT=" + port)
                    .contains("DB_PASSWORD=" + SUITE.secret("TASK_DB_PASSWORD"))
                    .contains("IDENTITY_URL=http://127.0.0.1:" + SUITE.port("IDENTITY_PORT"));
        }
        assertThat(SUITE.process("task-service")).isEqualTo(first);
        assertThat(SUITE.home().pidFile("task-service-" + port)).doesNotExist();
    }

    @Test
    void partThatRunsAlreadyIsNotStartedTwice() {
        assertThatThrownBy(() -> SUITE.startAlone(Map.of(), "gateway"))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("gateway is already running in")
                .hasMessageContaining("GATEWAY_PORT");
    }

    @Test
    void committedRowsOutliveAServerThatIsKilled() throws Exception {
        try (Database owner = Database.as("task_owner", SUITE)) {
            owner.run("CREATE TABLE kept (text text)");
            owner.run("INSERT INTO kept VALUES ('still here')");
        }
        SUITE.kill("postgres");
        SUITE.startAlone(Map.of(), "postgres");
        try (Database task = Database.as("task", SUITE)) {
            assertThat(task.texts("SELECT text FROM kept")).containsExactly("still here");
        }
    }

    @Test
    void serviceThatCannotStartEndsTheRunAndShowsItsLog() throws Exception {
        try (Suite suite = Suite.ofStubs().set("STUB_FAILS", "task-service")) {
            assertThatThrownBy(suite::start)
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("task-service ended before it was ready")
                    .hasMessageContaining("this stub was told to fail");
            assertThat(suite.home().run())
                    .isDirectoryNotContaining(file -> file.toString().endsWith(".pid"));
        }
    }

    @Test
    void serversOfTheUsersOwnAreUsedAndNoneIsStarted() throws Exception {
        try (Suite suite = Suite.ofStubs()) {
            suite.set("DB_URL", "jdbc:postgresql://127.0.0.1:" + SUITE.port("POSTGRES_PORT") + "/tasktracker")
                    .set("REDIS_URL", "redis://127.0.0.1:1")
                    .set("SMTP_HOST", "mail.example.org")
                    .start();
            assertThat(suite.home().postgres()).doesNotExist();
            assertThat(suite.output()).doesNotContain("postgres", "redis", "mail-sink");
            assertThat(environmentOf(suite.port("IDENTITY_PORT")))
                    .contains("REDIS_URL=redis://127.0.0.1:1")
                    .contains("SMTP_HOST=mail.example.org");
        }
    }

    @Test
    void serviceIsToldNoSecretThatItHasNoUseFor() throws Exception {
        try (Suite suite = Suite.ofStubs()) {
            suite.set("KEY_ENCRYPTION_KEY", "for identity")
                    .set("TASK_APP_SECRET", "for task")
                    .set("APP_SECRET", "for the others")
                    .set("SMTP_PASSWORD", "for who mails")
                    .start();
            assertThat(environmentOf(suite.port("IDENTITY_PORT")).lines())
                    .contains("KEY_ENCRYPTION_KEY=for identity", "APP_SECRET=for the others")
                    .contains("SMTP_PASSWORD=for who mails")
                    .doesNotContain("TASK_APP_SECRET=for task");
            assertThat(environmentOf(suite.port("TASK_PORT")).lines())
                    .contains("APP_SECRET=for task")
                    .noneMatch(line -> line.contains("for identity") || line.contains("for who mails"));
            assertThat(environmentOf(suite.port("GATEWAY_PORT"))).doesNotContain("for ", "PASSWORD=", "SECRET=");
        }
    }

    @Test
    void serviceRunsFromACopyThatNoBuildReaches() throws Exception {
        Path copy = SUITE.home().app("gateway").resolve("quarkus-run.jar");
        assertThat(SUITE.process("gateway").info().arguments().orElseThrow()).contains("-jar", copy.toString());
        assertThat(copy).hasSameBinaryContentAs(Service.GATEWAY.jar(SUITE.root()));
        int port = Suite.freePort();
        try (Run replica = SUITE.startAlone(Map.of("GATEWAY_PORT", Integer.toString(port)), "gateway")) {
            assertThat(replica.isStopping()).isFalse();
            assertThat(SUITE.home().app("gateway-" + port)).exists();
        }
        assertThat(SUITE.home().app("gateway-" + port)).doesNotExist();
    }

    @Test
    void serviceThatIsHeldIsEndedAllTheSame() throws Exception {
        int port = Suite.freePort();
        Run replica = SUITE.startAlone(Map.of("IDENTITY_PORT", Integer.toString(port)), "identity-service");
        ProcessHandle process = SUITE.process("identity-service-" + port);
        SUITE.signal("identity-service-" + port, Signal.STOP);
        replica.close();
        assertThat(process.isAlive()).isFalse();
    }

    private static String environmentOf(int port) {
        return RestAssured.given().port(port).get("/environment").asString();
    }
}
