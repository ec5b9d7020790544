package com.tasktracker.task.live;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static com.tasktracker.task.testing.Crew.as;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.TestTokens;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class StreamLoadTest {

    private static final int STREAMS = 1_000;
    private static final int AT_ONCE = 8;

    @Inject
    MeterRegistry meters;

    @Inject
    LogUpkeep upkeep;

    private Crew crew = Crew.gather();

    @BeforeEach
    void gather() {
        crew = Crew.gather();
    }

    private double open() {
        return meters.get("tasktracker.live.streams").gauge().value();
    }

    @Test
    void aThousandStreamsCostNoThreadAndNoConnectionEach() throws Exception {
        String board = crew.board("b");
        eventually("no stream is left of other tests", () -> open() == 0);
        List<Listener> listeners = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Listener>> calls = new ArrayList<>();
            String token = TestTokens.of(crew.viewer);
            listeners.add(Listener.open(board, token, null));
            crew.task(board, "zero");
            listeners.getFirst().types(1);
            int threads = threads();
            for (int i = 1; i < STREAMS; i++) {
                calls.add(callers.submit(() -> Listener.open(board, token, 2L)));
            }
            for (Future<Listener> call : calls) {
                listeners.add(call.get());
            }
            assertThat(listeners)
                    .allSatisfy(listener -> assertThat(listener.status()).isEqualTo(200));
            assertThat(open()).isEqualTo(STREAMS);
            crew.task(board, "one");
            crew.task(board, "two");
            eventually(
                    "everybody has heard of both", () -> listeners.stream().allMatch(listener -> listener.last() == 4));
            assertThat(threads() - threads).isLessThan(60);
            assertThat(connections()).isLessThanOrEqualTo(16);
        } finally {
            listeners.forEach(Listener::close);
        }
        eventually("whoever goes is forgotten", () -> open() == 0);
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static int connections() throws Exception {
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'task' AND application_name <> ''")) {
            result.next();
            return result.getInt(1);
        }
    }

    @Test
    void aReaderWhoComesBackAtRandomMissesNothingAndHearsNothingTwice() throws Exception {
        String board = crew.board("b");
        int writers = 4;
        int tasks = 40;
        long last = 321;
        AtomicBoolean isWriting = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<List<Long>>> readers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Random random = new Random(i);
                readers.add(threads.submit(() -> heard(board, random, isWriting, last)));
            }
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                writing.add(threads.submit(() -> {
                    for (int n = 0; n < tasks; n++) {
                        String task = crew.task(board, "t");
                        as(crew.member)
                                .body("{\"status\": \"in_progress\"}")
                                .patch("/tasks/" + task)
                                .then()
                                .statusCode(200);
                    }
                }));
            }
            for (Future<?> done : writing) {
                done.get();
            }
            isWriting.set(false);
            List<Long> all = LongStream.rangeClosed(1, last).boxed().toList();
            for (Future<List<Long>> reader : readers) {
                assertThat(reader.get()).isEqualTo(all);
            }
        }
    }

    private List<Long> heard(String board, Random random, AtomicBoolean isWriting, long last) {
        List<Long> heard = new ArrayList<>();
        long seen = 0;
        while (seen < last) {
            try (Listener listener = Listener.open(board, TestTokens.of(crew.viewer), seen)) {
                int some = isWriting.get() ? 1 + random.nextInt(20) : 1;
                long from = seen;
                eventually(
                        "some events behind " + from,
                        () -> listener.told().size() >= some
                                || (!listener.told().isEmpty()
                                        && listener.told().getLast().id() == last));
                for (Listener.Told told : listener.told()) {
                    heard.add(told.id());
                    seen = told.id();
                }
            }
        }
        return heard;
    }

    @Test
    void aReaderWhoDoesNotReadIsCutOff() throws Exception {
        String board = crew.board("b");
        String task = crew.task(board, "t");
        eventually("no stream is left of other tests", () -> open() == 0);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getByName("localhost"), RestAssured.port));
            socket.getOutputStream()
                    .write("""
                    GET /boards/%s/events HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    \r
                    """.formatted(board, TestTokens.of(crew.viewer)).getBytes(US_ASCII));
            eventually("the stream is open", () -> open() == 1);
            for (int round = 0; round < 8; round++) {
                assertThat(write(task, round)).isEqualTo(200);
            }
            eventually("the reader is cut off", () -> open() == 0);
            assertThat(rest(socket)).isLessThan(8L * 40 * 40_000);
        }
    }

    /// Forty changes, each told in some 40,000 bytes.
    private int write(String task, int round) {
        StringBuilder operations = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            operations
                    .append(i == 0 ? "" : ",")
                    .append("{\"op\": \"update\", \"id\": \"%s\", \"description\": \"%s\"}"
                            .formatted(task, (round + "-" + i + "-").repeat(20_000 / 8)));
        }
        return as(crew.member)
                .body("{\"operations\": [%s]}".formatted(operations))
                .post("/tasks/bulk")
                .statusCode();
    }

    private static long rest(Socket socket) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long all = 0;
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                all += n;
            }
        } catch (SocketException e) {
            // Reset: so it was cut off.
        }
        return all;
    }

    @Test
    void whatIsOlderThanAWeekIsCutFromTheLogButNotFromTheActivity() throws Exception {
        String board = crew.board("b");
        String task = crew.task(board, "t");
        as(crew.member).body("{\"body\": \"x\"}").post("/tasks/" + task + "/comments");
        change("UPDATE task.activity SET at = at - interval '7 days 2 hours' WHERE board_id = '%s'".formatted(board));
        crew.task(board, "new");
        upkeep.cut();

        String path = "/boards/" + board + "/events?last_event_id=";
        as(crew.viewer).get(path + "2").then().statusCode(409);
        try (Listener listener = Listener.open(board, TestTokens.of(crew.viewer), 3L)) {
            assertThat(listener.types(1)).containsExactly("task.created");
            assertThat(listener.told().getFirst().id()).isEqualTo(4);
        }
        assertThat(as(crew.viewer)
                        .get("/tasks/" + task + "/activity")
                        .path("results.action")
                        .toString())
                .isEqualTo("[created]");
        assertThat(change("DELETE FROM task.activity WHERE board_id = '%s' AND NOT of_task".formatted(board)))
                .isZero();
    }

    private static int change(String statement) throws Exception {
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            return sql.executeUpdate(statement);
        }
    }
}
