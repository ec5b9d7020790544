package com.tasktracker.local.parts;

import com.tasktracker.local.process.OnPath;
import com.tasktracker.local.settings.LaunchFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// As whom PostgreSQL runs, which refuses to run as root.
enum Disguise {
    /// As the user who runs the launcher.
    NONE,
    /// In a user namespace, in which root is nobody, while its files stay root's. Containers mostly do not allow it.
    NAMESPACE,
    /// As the user nobody, who must then own the files and be able to reach them.
    NOBODY;

    private static final String NOBODYS_NUMBER = "65534";
    private static final int SECONDS = 60;

    static Disguise of(long user) throws LaunchFailure {
        if (user != 0) {
            return NONE;
        }
        for (Disguise disguise : List.of(NAMESPACE, NOBODY)) {
            if (OnPath.find(disguise.prefix().getFirst()).isPresent() && disguise.succeeds("true")) {
                return disguise;
            }
        }
        throw new LaunchFailure(
                "PostgreSQL does not run as root, and this system lets root run it as nobody else (neither"
                        + " unshare -U nor setpriv work).\nRun ./tasktracker as an ordinary user, or give it a database with"
                        + " DB_URL.");
    }

    /// What a command begins with.
    List<String> prefix() {
        return switch (this) {
            case NONE -> List.of();
            case NAMESPACE -> List.of("unshare", "-U");
            case NOBODY ->
                List.of("setpriv", "--reuid=" + NOBODYS_NUMBER, "--regid=" + NOBODYS_NUMBER, "--clear-groups");
        };
    }

    /// Whether files have to be handed over.
    boolean isAnotherUser() {
        return this == NOBODY;
    }

    /// Hands the file, or the folder with all in it, to the user as whom PostgreSQL runs, and finds out whether that
    /// user can reach it.
    void handOver(Path file) throws LaunchFailure {
        if (!isAnotherUser()) {
            return;
        }
        String owner = NOBODYS_NUMBER + ":" + NOBODYS_NUMBER;
        if (!NONE.succeeds("chown", "-R", owner, file.toString()) || !succeeds("test", "-r", file.toString())) {
            throw new LaunchFailure("PostgreSQL does not run as root, but as nobody, who cannot reach " + file
                    + ".\nChoose a data folder that is not within a closed one: TASKTRACKER_HOME=/var/tmp/tasktracker");
        }
    }

    private boolean succeeds(String... arguments) {
        List<String> command = new ArrayList<>(prefix());
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
