package com.tasktracker.local.parts;

import com.sun.security.auth.module.UnixSystem;
import com.tasktracker.local.process.OnPath;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Settings;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's own programs, unpacked from the library that brings them.
///
/// The library's server class is not used: it runs a server for tests, without passwords and durability, and forgets it
/// when its process is killed.
record PostgresProgram(Path folder, List<String> prefix) {
    private static final int OWNER_EXECUTES = 0100;
    private static final int NAMED_BYTES = 8;
    private static final int INITIALISE_MINUTES = 5;
    private static final int TRY_SECONDS = 10;

    static PostgresProgram unpacked(Settings settings) throws LaunchFailure {
        byte[] archive = archive();
        Path folder = Cache.folder(settings, "postgres-" + digest(archive), target -> unpack(archive, target));
        return new PostgresProgram(folder, prefixFor(new UnixSystem().getUid()));
    }

    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /// Makes a data folder, which is there as a whole or not at all.
    ///
    /// @param started is given the process that does it, so that it can be ended
    void initialise(Path data, String superuserPassword, Consumer<Process> started) throws LaunchFailure {
        Path unfinished = data.resolveSibling(data.getFileName() + ".new");
        Path passwordFile = data.resolveSibling("postgres.password");
        Path log = data.resolveSibling("logs").resolve("postgres.log");
        try {
            Cache.remove(unfinished);
            Files.deleteIfExists(passwordFile);
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, superuserPassword);
            List<String> arguments = List.of(
                    "-D",
                    unfinished.toString(),
                    "-U",
                    "postgres",
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--data-checksums");
            ProcessBuilder builder = new ProcessBuilder(command("initdb", arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Process process = builder.start();
            started.accept(process);
            boolean ended = process.waitFor(INITIALISE_MINUTES, TimeUnit.MINUTES);
            Files.delete(passwordFile);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new LaunchFailure("Cannot make a database in " + data + ": see " + log + ".");
            }
            Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LaunchFailure("Cannot make a database in " + data + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The making of a database in " + data + " was interrupted.", e);
        }
    }

    /// PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, while its files stay root's.
    static List<String> prefixFor(long user) throws LaunchFailure {
        if (user != 0) {
            return List.of();
        }
        if (OnPath.find("unshare").isPresent() && works("unshare", "-U", "true")) {
            return List.of("unshare", "-U");
        }
        throw new LaunchFailure(
                "PostgreSQL does not run as root, and this system lets root make no user namespace for it"
                        + " (unshare -U).\nRun ./tasktracker as an ordinary user, or give it a database with DB_URL.");
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(TRY_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static byte[] archive() throws LaunchFailure {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        try (InputStream stream = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            if (stream != null) {
                return stream.readAllBytes();
            }
        } catch (IOException e) {
            throw new LaunchFailure("Cannot read the PostgreSQL that comes with the launcher: " + e.getMessage(), e);
        }
        throw new LaunchFailure("There is no embedded PostgreSQL for " + system + " on " + machine
                + ". Give the suite a database with DB_URL.");
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, NAMED_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new XZCompressorInputStream(new ByteArrayInputStream(archive)), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive has a file outside of its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if ((entry.getMode() & OWNER_EXECUTES) != 0) {
                        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                    }
                }
            }
        }
    }
}
