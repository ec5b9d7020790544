package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.RawClient;
import com.tasktracker.gateway.testing.Wait;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How long the gateway waits for what, beyond what the other tests see with limits of their own.
class TimeoutsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void limitsAreThoseOfTheContractUnlessSetOtherwise() throws Exception {
        GatewayConfig config = RunningGateway.read(Map.of());

        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.answerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.streamTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.clientTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.bodyTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.connectionLifetime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.maxBody()).isEqualTo(1024 * 1024);
    }

    @Test
    void eventStreamThatFallsSilentIsEnded() throws Exception {
        FakeService task = new FakeService(vertx, "task", 0);
        try (RunningGateway gateway = new RunningGateway(Map.of(
                        "TASK_URL", task.url(), "gateway.answer-timeout", "1h", "gateway.stream-timeout", "500ms"));
                RawClient raw = new RawClient(gateway.port())) {
            String all = raw.send("GET /boards/1/silent-events HTTP/1.1\nHost: a\n\n")
                    .readToEnd();

            assertThat(all).contains("text/event-stream", "id: 1").doesNotContain("\r\n0\r\n");
            Wait.until(() -> task.isRidOf("/boards/1/silent-events"));
        }
    }

    @Test
    void replicaThatTakesNoConnectionIsGivenUp() throws Exception {
        FakeService team = new FakeService(vertx, "team", 0);
        try (FullListener full = new FullListener();
                RunningGateway gateway = new RunningGateway(
                        Map.of("TASK_URL", full.url(), "TEAM_URL", team.url(), "gateway.connect-timeout", "300ms"));
                Client client = new Client(gateway.port())) {
            var refused = problem(client.send("POST", "/tasks", "{}"), 503, "unavailable");

            // Not that it is busy, which is what waiting for a connection of a pool ends with.
            assertThat(refused.getString("detail")).contains("cannot be reached");
            assertThat(json(client.get("/teams/1")).getString("service")).isEqualTo("team");
        }
    }

    /// Listens, and never takes a connection: those beyond its backlog are left without an answer.
    private static final class FullListener implements AutoCloseable {
        private static final int MOST = 64;
        private static final int PATIENCE_MILLIS = 200;

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> waiting = new ArrayList<>();

        FullListener() throws IOException {
            boolean isFull = false;
            while (!isFull && waiting.size() < MOST) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(server.getLocalSocketAddress(), PATIENCE_MILLIS);
                } catch (SocketTimeoutException _) {
                    isFull = true;
                }
            }
            assertThat(isFull).as("its backlog is full").isTrue();
        }

        String url() {
            return "http://127.0.0.1:" + ((InetSocketAddress) server.getLocalSocketAddress()).getPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
            }
            server.close();
        }
    }
}
