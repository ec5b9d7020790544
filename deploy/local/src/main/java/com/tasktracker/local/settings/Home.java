package com.tasktracker.local.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder in which a suite keeps its data between runs: `TASKTRACKER_HOME`. It is its owner's alone, since mails
/// and secrets lie in it.
public record Home(Path folder) {

    public Home {
        folder = folder.toAbsolutePath().normalize();
    }

    /// Makes the folders that are not there yet.
    public void create() throws LaunchFailure {
        try {
            var ownerAlone = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, ownerAlone);
            }
            for (Path inner : new Path[] {mail(), logs(), run(), redis(), apps()}) {
                if (!Files.isDirectory(inner)) {
                    Files.createDirectory(inner, ownerAlone);
                }
            }
        } catch (IOException e) {
            throw new LaunchFailure(
                    "Cannot write to the data folder " + folder + " (" + e.getMessage()
                            + "). Choose another with TASKTRACKER_HOME.",
                    e);
        }
    }

    /// Lets other users enter the folder, not list it; the folders in it stay closed.
    public void letOthersThrough() throws LaunchFailure {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new LaunchFailure("Cannot change the permissions of " + folder + ": " + e.getMessage(), e);
        }
    }

    public Path postgres() {
        return folder.resolve("postgres");
    }

    public Path redis() {
        return folder.resolve("redis");
    }

    public Path mail() {
        return folder.resolve("mail");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    public Path run() {
        return folder.resolve("run");
    }

    public Path apps() {
        return folder.resolve("app");
    }

    /// The copy of what was built that a service runs from.
    public Path app(String part) {
        return apps().resolve(part);
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path pidFile(String part) {
        return run().resolve(part + ".pid");
    }

    /// Held by the launcher that owns the part, for as long as both live.
    public Path lockFile(String part) {
        return run().resolve(part + ".lock");
    }

    /// The port on which the part last ran in this home, so that parts that are started by themselves find the others.
    public Path portFile(String part) {
        return run().resolve(part + ".port");
    }

    public Path secrets() {
        return folder.resolve("secrets.env");
    }
}
