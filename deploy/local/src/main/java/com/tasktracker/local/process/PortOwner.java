package com.tasktracker.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Who listens on a port of this machine.
public final class PortOwner {
    private static final String LISTENING = "0A";
    private static final int ADDRESS_FIELD = 1;
    private static final int STATE_FIELD = 3;
    private static final int INODE_FIELD = 9;
    private static final int SHOWN_CHARACTERS = 120;
    private static final int SECONDS = 5;

    private PortOwner() {}

    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// A description of the process that holds the port, as far as this user may see it.
    public static Optional<String> describe(int port) {
        return pid(port).map(pid -> {
            String command = CommandLine.of(pid);
            String shown = command.length() > SHOWN_CHARACTERS ? command.substring(0, SHOWN_CHARACTERS) + "…" : command;
            return "process " + pid + (shown.isEmpty() ? "" : " (" + shown + ")");
        });
    }

    static Optional<Long> pid(int port) {
        try {
            if (Files.isDirectory(Path.of("/proc/self/fd"))) {
                return pidByProc(port);
            }
            return pidByLsof(port);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Long> pidByProc(int port) throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            Path file = Path.of(table);
            if (Files.isReadable(file)) {
                Files.readAllLines(file).stream()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields.length > INODE_FIELD && fields[STATE_FIELD].equals(LISTENING))
                        .filter(fields -> fields[ADDRESS_FIELD].endsWith(":" + "%04X".formatted(port)))
                        .forEach(fields -> sockets.add("socket:[" + fields[INODE_FIELD] + "]"));
            }
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(folder -> folder.getFileName().toString().matches("[0-9]+"))
                    .filter(folder -> holdsOneOf(sockets, folder))
                    .map(folder -> Long.valueOf(folder.getFileName().toString()))
                    .findFirst();
        }
    }

    private static boolean holdsOneOf(Set<String> sockets, Path process) {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException | UncheckedIOException e) {
            // Gone, or another user's.
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<Long> pidByLsof(int port) throws IOException, InterruptedException {
        Optional<Path> lsof = OnPath.find("lsof");
        if (lsof.isEmpty()) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(lsof.get().toString(), "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            Optional<String> first = output.lines().findFirst();
            process.waitFor(SECONDS, TimeUnit.SECONDS);
            return first.map(Long::valueOf);
        }
    }
}
