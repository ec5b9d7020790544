package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.RawClient;
import com.tasktracker.gateway.testing.Wait;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of requests while the gateway is told to end.
class DrainTest {
    private final Vertx vertx = Vertx.vertx();
    private final FakeService task = new FakeService(vertx, "task", 0);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void idleGatewayTakesNoMoreConnectionsEither() throws Exception {
        try (RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", task.url()))) {
            try (RawClient raw = new RawClient(gateway.port())) {
                raw.send("GET /tasks HTTP/1.1\nHost: a\nConnection: close\n\n").readToEnd();
            }

            gateway.stop();

            assertThat(isListening(gateway)).isFalse();
        }
    }

    @Test
    void streamThatBeginsOnTheWayDownEndsToo() throws Exception {
        try (RunningGateway gateway =
                        new RunningGateway(Map.of("TASK_URL", task.url(), "gateway.answer-timeout", "20s"));
                RawClient raw = new RawClient(gateway.port())) {
            raw.send("GET /boards/1/held-events HTTP/1.1\nHost: a\n\n");
            Wait.until(() -> task.count("/boards/1/held-events") == 1);
            CompletableFuture<Void> stopped = stop(gateway);
            Wait.until(() -> !isListening(gateway));

            task.release();

            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200").endsWith("\r\n0\r\n\r\n");
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoeverAsksIfItIsReadyIsToldAndSentAway() throws Exception {
        try (RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", task.url(), "gateway.drain-delay", "1h"));
                Client client = new Client(gateway.port());
                RawClient raw = new RawClient(gateway.port())) {
            var _ = stop(gateway);
            Wait.until(() -> client.get("/health/ready").statusCode() == 503);
            var refused = client.get("/health/ready");

            raw.send("GET /health/live HTTP/1.1\nHost: a\n\n");

            problem(refused, 503, "unavailable");
            assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
            assertThat(raw.read().field("connection")).isEqualTo("close");
            assertThat(raw.readToEnd()).isEmpty();
            assertThat(client.get("/tasks").statusCode()).isEqualTo(200);
        }
    }

    private static CompletableFuture<Void> stop(RunningGateway gateway) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                gateway.stop();
                stopped.complete(null);
            } catch (Exception e) {
                stopped.completeExceptionally(e);
            }
        });
        return stopped;
    }

    private static boolean isListening(RunningGateway gateway) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }
}
