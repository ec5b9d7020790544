package com.tasktracker.local.parts;

import com.tasktracker.local.settings.LaunchFailure;
import java.util.concurrent.CompletableFuture;

/// Something that is started, ready, and ended.
public sealed interface Part permits JavaService, MailSink, Postgres, Redis {

    /// As on the command line, of the pid file and of the lock.
    String name();

    /// On the loopback address.
    int port();

    /// The environment variable that moves it to another port.
    String portVariable();

    /// Deals with what a killed launcher left running: ends it, or takes it over.
    ///
    /// @return whether it was taken over, so that its port is rightly taken
    boolean recover() throws LaunchFailure;

    /// Returns when the part is ready for use, at once for one that was taken over and is.
    void start() throws LaunchFailure;

    /// Ends it within a bounded time, whatever state it is in; also one whose start is under way.
    void stop();

    /// Completes when a part that was started has ended, by itself or not.
    CompletableFuture<Void> ended();
}
