package com.tasktracker.local.process;

import com.tasktracker.local.settings.LaunchFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A part's log. It grows from run to run; when it is over 10 MiB at a start it becomes `….log.1`, and so on to `.3`.
public record LogFile(Path path) {
    static final long MAX_BYTES = 10L << 20;
    private static final int KEPT = 3;
    private static final int TAIL_BYTES = 16_384;

    /// To be called before the process that writes to it is started.
    public void rotate() throws LaunchFailure {
        try {
            if (!Files.exists(path) || Files.size(path) <= MAX_BYTES) {
                return;
            }
            for (int number = KEPT; number > 1; number--) {
                Path newer = numbered(number - 1);
                if (Files.exists(newer)) {
                    Files.move(newer, numbered(number), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LaunchFailure("Cannot put away the log " + path + ": " + e.getMessage(), e);
        }
    }

    /// The last lines, for a report of what went wrong; none when it cannot be read.
    public List<String> tail(int lines) {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }
}
