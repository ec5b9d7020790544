package com.tasktracker.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path folder;

    @Test
    void logOverItsLimitIsPutAwayAndThreeOldOnesAreKept() throws Exception {
        LogFile log = new LogFile(folder.resolve("a.log"));
        for (int run = 1; run <= 5; run++) {
            fill(log.path(), LogFile.MAX_BYTES + run);
            log.rotate();
            assertThat(log.path()).doesNotExist();
        }
        assertThat(folder.resolve("a.log.1")).hasSize(LogFile.MAX_BYTES + 5);
        assertThat(folder.resolve("a.log.3")).hasSize(LogFile.MAX_BYTES + 3);
        assertThat(folder.resolve("a.log.4")).doesNotExist();
    }

    @Test
    void logWithinItsLimitStays() throws Exception {
        LogFile log = new LogFile(folder.resolve("a.log"));
        log.rotate();
        fill(log.path(), LogFile.MAX_BYTES);
        log.rotate();
        assertThat(log.path()).hasSize(LogFile.MAX_BYTES);
    }

    @Test
    void tailIsTheLastLines() throws Exception {
        LogFile log = new LogFile(folder.resolve("a.log"));
        assertThat(log.tail(2)).isEmpty();
        Files.writeString(log.path(), "x".repeat(20_000) + "\none\ntwo\nthree\n");
        assertThat(log.tail(2)).containsExactly("two", "three");
    }

    private static void fill(Path file, long bytes) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(bytes);
        }
    }
}
