package com.tasktracker.local.process;

import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A process of the suite, with its pid file and its log.
///
/// It runs in a session of its own: Ctrl-C then reaches the launcher alone, which ends the parts in their order.
public final class Child {
    private final String name;
    private final PidFile pidFile;
    private final LogFile log;
    private @Nullable ProcessHandle process;
    private boolean refused;

    public Child(Home home, String name, String logName) {
        this.name = name;
        this.pidFile = new PidFile(home.pidFile(name));
        this.log = new LogFile(home.log(logName));
    }

    /// Starts it; the environment is all that it gets, nothing is inherited.
    public synchronized void start(List<String> command, Map<String, String> environment, Path folder)
            throws LaunchFailure {
        if (refused) {
            throw new LaunchFailure(name + " was not started: the launcher is ending.");
        }
        log.rotate();
        List<String> whole = new ArrayList<>(ownSession());
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            process = builder.start().toHandle();
        } catch (IOException e) {
            throw new LaunchFailure("Cannot start " + name + ": " + e.getMessage(), e);
        }
        pidFile.write(process.pid());
    }

    /// Takes over a process that a launcher before this one left behind.
    public synchronized void adopt(ProcessHandle leftover) throws LaunchFailure {
        process = leftover;
        pidFile.write(leftover.pid());
    }

    public PidFile pidFile() {
        return pidFile;
    }

    public LogFile log() {
        return log;
    }

    public synchronized Optional<ProcessHandle> process() {
        return Optional.ofNullable(process);
    }

    /// Completes when the process has ended, and the pid file that names it is gone.
    public CompletableFuture<Void> ended() {
        Optional<ProcessHandle> running = process();
        return running.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : running.get().onExit().thenAccept(gone -> pidFile.removeOf(gone.pid()));
    }

    /// Waits for the end of the process, which thereby sets the pace of whoever looks again and again whether it is
    /// ready.
    public boolean endsWithin(Duration limit) {
        return process().map(running -> endsWithin(running, limit)).orElse(true);
    }

    /// Asks it to end, and makes it end when it has not done so in time. A process that is held is let go first.
    public void stop(Signal signal, Duration grace) {
        Optional<ProcessHandle> running;
        synchronized (this) {
            refused = true;
            running = Optional.ofNullable(process);
        }
        running.ifPresent(handle -> {
            end(handle, signal, grace);
            pidFile.removeOf(handle.pid());
        });
    }

    public static void end(ProcessHandle process, Signal signal, Duration grace) {
        if (process.isAlive()) {
            signal.sendTo(process.pid());
            Signal.CONT.sendTo(process.pid());
        }
        if (!endsWithin(process, grace)) {
            Signal.KILL.sendTo(process.pid());
            endsWithin(process, grace);
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /// Linux has `setsid`, macOS has Perl; both become the program itself, so that the process number stays.
    private static List<String> ownSession() {
        if (OnPath.find("setsid").isPresent()) {
            return List.of("setsid");
        }
        Path perl = Path.of("/usr/bin/perl");
        return Files.isExecutable(perl)
                ? List.of(perl.toString(), "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die $!", "--")
                : List.of();
    }
}
