package com.tasktracker.local.settings;

/// The suite, or a part of it, cannot be started. The message is written for the person at the terminal: what is wrong
/// and what to do about it. It may have several lines.
public final class LaunchFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public LaunchFailure(String message) {
        super(message);
    }

    public LaunchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
