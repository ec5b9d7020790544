package com.tasktracker.local.parts;

import com.tasktracker.local.settings.Home;
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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's own programs, unpacked from the library that brings them.
///
/// The library's server class is not used: it runs a server for tests, without passwords and durability, and forgets it
/// when its process is killed.
record PostgresProgram(Path folder, Disguise disguise) {
    private static final int OWNER_EXECUTES = 0100;
    private static final int NAMED_BYTES = 8;
    private static final int INITIALISE_MINUTES = 5;

    static PostgresProgram unpacked(Settings settings, Disguise disguise) throws LaunchFailure {
        byte[] archive = archive();
        Home home = settings.home();
        if (disguise.isAnotherUser()) {
            home.letOthersThrough();
        }
        Path folder = Cache.folder(
                disguise.isAnotherUser() ? home.folder() : Cache.of(settings),
                "postgres-" + digest(archive),
                target -> unpack(archive, target));
        disguise.handOver(folder);
        return new PostgresProgram(folder, disguise);
    }

    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(disguise.prefix());
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
            Files.createFile(passwordFile, permissions("rw-------"));
            Files.writeString(passwordFile, superuserPassword);
            Files.createDirectory(unfinished, permissions("rwx------"));
            disguise.handOver(unfinished);
            disguise.handOver(passwordFile);
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
                    .directory(unfinished.toFile())
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

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
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
