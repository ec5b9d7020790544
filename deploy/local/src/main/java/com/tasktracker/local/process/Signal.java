package com.tasktracker.local.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// The signals that end a process, or hold it.
public enum Signal {
    TERM,
    INT,
    QUIT,
    KILL,
    STOP,
    CONT;

    private static final int SECONDS = 5;

    /// Sends it; a process that is gone already is no error.
    public void sendTo(long pid) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            ProcessHandle.of(pid).ifPresent(this == KILL ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
