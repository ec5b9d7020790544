package com.tasktracker.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Home home = new Home(Path.of("."));

    @BeforeEach
    void createHome() throws LaunchFailure {
        home = new Home(folder.resolve("home"));
        home.create();
    }

    @Test
    void takenPortIsNamedWithItsOwner() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            assertThat(PortOwner.isFree(port)).isFalse();
            assertThat(PortOwner.describe(port))
                    .hasValueSatisfying(text -> assertThat(text)
                            .startsWith("process " + ProcessHandle.current().pid() + " (")
                            .contains("java"));
        }
    }

    @Test
    void childRunsUntilItIsStopped() throws Exception {
        Child child = new Child(home, "sleeper", "sleeper");
        assertThat(child.endsWithin(Duration.ZERO)).isTrue();
        child.start(List.of("/bin/sh", "-c", "echo $WORD; exec sleep 1000"), Map.of("WORD", "hello"), folder);
        assertThat(child.endsWithin(Duration.ofMillis(50))).isFalse();
        assertThat(child.pidFile().living(command -> true)).isEqualTo(child.process());
        child.stop(Signal.TERM, LIMIT);
        assertThat(child.process())
                .hasValueSatisfying(process -> assertThat(process.isAlive()).isFalse());
        assertThat(child.pidFile().file()).doesNotExist();
        assertThat(child.log().tail(1)).containsExactly("hello");
    }

    @Test
    void childThatDoesNotListenIsKilledAndOneThatIsHeldIsEnded() throws Exception {
        Child deaf = new Child(home, "deaf", "deaf");
        deaf.start(List.of("/bin/sh", "-c", "trap '' TERM; while :; do sleep 1000; done"), Map.of(), folder);
        deaf.stop(Signal.TERM, Duration.ofMillis(200));
        assertThat(deaf.endsWithin(LIMIT)).isTrue();

        Child held = new Child(home, "held", "held");
        held.start(List.of("sleep", "1000"), System.getenv(), folder);
        Signal.STOP.sendTo(held.process().orElseThrow().pid());
        held.stop(Signal.TERM, LIMIT);
        assertThat(held.endsWithin(Duration.ZERO)).isTrue();
    }

    @Test
    void childIsNotStartedOnceItWasStopped() {
        Child child = new Child(home, "late", "late");
        child.stop(Signal.TERM, LIMIT);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> child.start(List.of("sleep", "1000"), System.getenv(), folder))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("the launcher is ending");
    }

    @Test
    void pidFileIsBelievedOnlyIfTheProcessWasThereWhenItWasWritten() throws Exception {
        PidFile file = new PidFile(folder.resolve("x.pid"));
        assertThat(file.living(command -> true)).isEmpty();
        file.write(ProcessHandle.current().pid());
        assertThat(file.living(command -> command.contains("java"))).contains(ProcessHandle.current());
        assertThat(file.living(command -> command.contains("no such program"))).isEmpty();
        Files.setLastModifiedTime(file.file(), FileTime.from(Instant.EPOCH));
        assertThat(file.living(command -> true)).isEmpty();
        Files.writeString(file.file(), "not a number");
        assertThat(file.living(command -> true)).isEmpty();
    }

    @Test
    void pidFileThatNamesAnotherProcessByNowIsLeftAlone() throws Exception {
        Child first = new Child(home, "part", "part");
        first.start(List.of("sleep", "1000"), System.getenv(), folder);
        Child second = new Child(home, "part", "part");
        second.start(List.of("sleep", "1000"), System.getenv(), folder);
        first.stop(Signal.TERM, LIMIT);
        first.ended().join();
        assertThat(second.pidFile().living(command -> true)).isEqualTo(second.process());
        second.stop(Signal.TERM, LIMIT);
        assertThat(second.pidFile().file()).doesNotExist();
    }

    @Test
    void lockIsHeldByOneAtATime() throws Exception {
        try (PartLock lock = PartLock.take(home, "part").orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(PartLock.take(home, "part")).isEmpty();
        }
        PartLock again = PartLock.take(home, "part").orElseThrow();
        again.close();
        again.close();
    }
}
