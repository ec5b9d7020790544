package com.tasktracker.local.process;

import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Shows that a launcher that lives owns a part of a home. The operating system lets go of it when the launcher dies,
/// however it dies: a part whose process runs while nobody holds its lock is a leftover.
public final class PartLock implements AutoCloseable {
    /// A process that opens a file a second time and closes it loses the lock that it has, so the second is not tried.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PartLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Nothing when another launcher holds it.
    public static Optional<PartLock> take(Home home, String part) throws LaunchFailure {
        Path file = home.lockFile(part);
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            taken = true;
            return Optional.of(new PartLock(file, channel));
        } catch (IOException e) {
            throw new LaunchFailure("Cannot lock " + file + ": " + e.getMessage(), e);
        } finally {
            if (!taken) {
                HELD_HERE.remove(file);
            }
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the channel, and at the latest with the process.
            System.err.println("Could not close " + file + ": " + e.getMessage());
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
