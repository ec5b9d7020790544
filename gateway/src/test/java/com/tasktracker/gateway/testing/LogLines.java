package com.tasktracker.gateway.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What is logged in one category while this is open.
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private LogLines(Logger logger) {
        this.logger = logger;
        logger.addHandler(this);
    }

    public static LogLines of(String category) {
        return new LogLines(Logger.getLogger(category));
    }

    public boolean contain(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(String.valueOf(line.getMessage()));
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
