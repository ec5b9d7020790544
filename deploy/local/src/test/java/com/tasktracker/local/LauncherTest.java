package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.tasktracker.local.process.Signal;
import com.tasktracker.local.settings.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The launcher as a process, seen from its terminal.
class LauncherTest {
    private static final List<String> PROCESSES =
            List.of("gateway", "identity-service", "team-service", "task-service", "postgres", "redis", "launcher");

    @Test
    void runEndsWithTheReadyLineAndTermEndsEverything() throws Exception {
        try (Suite suite = Suite.ofStubs();
                LauncherProcess launcher = LauncherProcess.start(suite)) {
            launcher.awaitLine("TaskTracker is ready");
            assertThat(launcher.output().lines().toList().getLast())
                    .isEqualTo("TaskTracker is ready: http://localhost:" + suite.port("GATEWAY_PORT"));
            for (String part : List.of("postgres", "redis", "mail-sink", "team-service", "gateway")) {
                assertThat(launcher.output()).containsPattern("(?m)^  " + part + " +port \\d+ +ready in \\d+\\.\\d s$");
            }
            assertThat(pidFiles(suite.home())).containsExactlyInAnyOrderElementsOf(PROCESSES);
            List<ProcessHandle> processes = processes(suite);

            assertThat(launcher.signal(Signal.TERM).awaitExit()).isEqualTo(143);

            assertThat(processes).noneMatch(ProcessHandle::isAlive);
            assertThat(pidFiles(suite.home())).isEmpty();
            assertThat(launcher.output()).endsWith("Stopped.\n");
        }
    }

    @Test
    void nextRunDealsWithWhatAKilledOneLeft() throws Exception {
        try (Suite suite = Suite.ofStubs()) {
            List<ProcessHandle> left;
            try (LauncherProcess killed = LauncherProcess.start(suite)) {
                killed.awaitLine("TaskTracker is ready");
                left = processes(suite);
                killed.signal(Signal.KILL).awaitExit();
            }
            ProcessHandle postgres = suite.process("postgres");
            ProcessHandle task = suite.process("task-service");
            assertThat(postgres.isAlive() && task.isAlive()).isTrue();

            try (LauncherProcess next = LauncherProcess.start(suite)) {
                next.awaitLine("TaskTracker is ready");
                assertThat(next.output()).containsPattern("postgres +port \\d+ +was left by a run that was killed");
                assertThat(suite.process("postgres")).isEqualTo(postgres);
                assertThat(task.isAlive()).isFalse();
                assertThat(suite.process("task-service")).isNotEqualTo(task);
                next.signal(Signal.TERM).awaitExit();
            }
            assertThat(left).noneMatch(ProcessHandle::isAlive);
            assertThat(pidFiles(suite.home())).isEmpty();
        }
    }

    @Test
    void whatWasTakenOverEndsWithAStartThatFails() throws Exception {
        try (Suite suite = Suite.ofStubs()) {
            try (LauncherProcess killed = LauncherProcess.start(suite, "postgres")) {
                killed.awaitLine("postgres is ready");
                killed.signal(Signal.KILL).awaitExit();
            }
            ProcessHandle postgres = suite.process("postgres");
            try (ServerSocket other = new ServerSocket(suite.port("TEAM_PORT"), 1, InetAddress.getLoopbackAddress());
                    LauncherProcess next = LauncherProcess.start(suite)) {
                assertThat(next.awaitExit()).isEqualTo(1);
                assertThat(next.output()).contains("Port " + other.getLocalPort() + " for team-service is taken");
            }
            assertThat(postgres.isAlive()).isFalse();
            assertThat(pidFiles(suite.home())).isEmpty();
        }
    }

    @Test
    void secondRunOfAHomeIsRefusedWithTheFirstOnesProcess() throws Exception {
        try (Suite suite = Suite.ofStubs();
                LauncherProcess first = LauncherProcess.start(suite)) {
            first.awaitLine("TaskTracker is ready");
            try (LauncherProcess second = LauncherProcess.start(suite)) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output())
                        .contains("TaskTracker is already running in "
                                + suite.home().folder() + " (process "
                                + first.handle().pid() + ")");
            }
            assertThat(pidFiles(suite.home())).containsExactlyInAnyOrderElementsOf(PROCESSES);
        }
    }

    @Test
    void takenPortsAreNamedBeforeAnythingIsStarted() throws Exception {
        try (Suite suite = Suite.ofStubs();
                ServerSocket other = new ServerSocket(suite.port("TEAM_PORT"), 1, InetAddress.getLoopbackAddress())) {
            suite.set("REDIS_PORT", Integer.toString(suite.port("TASK_PORT")));
            try (LauncherProcess launcher = LauncherProcess.start(suite)) {
                assertThat(launcher.awaitExit()).isEqualTo(1);
                assertThat(launcher.output())
                        .contains("Port " + other.getLocalPort() + " for team-service is taken by process "
                                + ProcessHandle.current().pid())
                        .contains("choose another with TEAM_PORT")
                        .contains("is set twice: REDIS_PORT and TASK_PORT");
            }
            assertThat(suite.home().postgres()).doesNotExist();
            assertThat(pidFiles(suite.home())).isEmpty();
        }
    }

    @Test
    void namedPartsRunAloneAndUnknownOnesAreRefused() throws Exception {
        try (Suite suite = Suite.ofStubs()) {
            try (LauncherProcess launcher = LauncherProcess.start(suite, "redis", "postgre")) {
                assertThat(launcher.awaitExit()).isEqualTo(1);
                assertThat(launcher.output()).contains("There is no part 'postgre'. The parts are: identity-service,");
            }
            try (LauncherProcess launcher = LauncherProcess.start(suite, "redis")) {
                launcher.awaitLine("redis is ready: port " + suite.port("REDIS_PORT"));
                assertThat(pidFiles(suite.home())).containsExactly("redis");
                Signal.KILL.sendTo(suite.process("redis").pid());
                assertThat(launcher.awaitExit()).isEqualTo(1);
                assertThat(launcher.output()).contains("redis has ended by itself");
            }
        }
    }

    /// Where the build itself was told not to listen to Ctrl-C (`nohup`, a background job), nothing that it starts
    /// does.
    @Test
    void ctrlCEndsEverything() throws Exception {
        assumeFalse(interruptsAreIgnored(), "SIGINT is ignored here");
        try (Suite suite = Suite.ofStubs();
                LauncherProcess launcher = LauncherProcess.start(suite, "redis")) {
            launcher.awaitLine("redis is ready");
            ProcessHandle redis = suite.process("redis");
            assertThat(launcher.signal(Signal.INT).awaitExit()).isEqualTo(130);
            assertThat(redis.isAlive()).isFalse();
            assertThat(pidFiles(suite.home())).isEmpty();
        }
    }

    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }

    @Test
    void termDuringTheStartEndsWhatWasStarted() throws Exception {
        try (Suite suite = Suite.ofStubs();
                LauncherProcess launcher = LauncherProcess.start(suite)) {
            launcher.awaitLine("redis");
            launcher.signal(Signal.TERM).awaitExit();
            assertThat(pidFiles(suite.home())).isEmpty();
            assertThat(ProcessHandle.allProcesses()
                            .filter(process -> process.info()
                                    .commandLine()
                                    .orElse("")
                                    .contains(suite.home().folder().toString()))
                            .toList())
                    .isEmpty();
        }
    }

    private static List<ProcessHandle> processes(Suite suite) throws Exception {
        List<ProcessHandle> processes = new ArrayList<>();
        for (String part : PROCESSES) {
            processes.add(suite.process(part));
        }
        return processes;
    }

    private static List<String> pidFiles(Home home) throws IOException {
        try (Stream<Path> files = Files.list(home.run())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pid"))
                    .map(name -> name.replace(".pid", ""))
                    .toList();
        }
    }
}
