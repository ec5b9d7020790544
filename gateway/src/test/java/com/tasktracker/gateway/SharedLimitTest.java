package com.tasktracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.LogLines;
import com.tasktracker.gateway.testing.Ports;
import com.tasktracker.gateway.testing.TestClock;
import com.tasktracker.gateway.testing.Wait;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

class SharedLimitTest {
    private final Vertx vertx = Vertx.vertx();
    private final FakeService task = new FakeService(vertx, "task", 0);
    private final TestClock clock = new TestClock();
    private int port;
    private RedisServer redis;

    @BeforeEach
    void startRedis() throws IOException {
        port = Ports.free();
        redis = newRedis();
        redis.start();
    }

    private RedisServer newRedis() throws IOException {
        return RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        redis.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void gatewaysCountTogether() throws Exception {
        try (RunningGateway one = gateway();
                RunningGateway two = gateway();
                Client here = new Client(one.port());
                Client there = new Client(two.port())) {
            IntStream.range(0, 60)
                    .forEach(_ -> assertThat(here.get("/tasks").statusCode()).isEqualTo(200));

            // Those that the other has counted are not left here, once it has told of them.
            Wait.until(() -> remaining(there) < 40);
            Wait.until(() -> there.get("/tasks").statusCode() == 429);
            Wait.until(() -> here.get("/tasks").statusCode() == 429);
        }
    }

    @Test
    void whatIsToldToARedisThatHangsCountsOnceWhenItGoesOn() throws Exception {
        try (RunningGateway gateway = gateway();
                Client client = new Client(gateway.port());
                LogLines log = LogLines.of("com.tasktracker.gateway.limit.SharedCounts")) {
            assertThat(remaining(client)).isEqualTo(99);
            signal("STOP");
            IntStream.range(0, 39).forEach(_ -> client.get("/tasks"));
            Wait.until(() -> log.contain("alone for now"));

            signal("CONT");
            Wait.until(() -> log.contain("again"));

            assertThat(remaining(client)).isEqualTo(59);
        }
    }

    private static void signal(String signal) throws Exception {
        ProcessHandle server = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("redis-server"))
                .findAny()
                .orElseThrow();
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void withoutRedisEachCountsForItselfAndTogetherAgainLater() throws Exception {
        redis.stop();
        try (RunningGateway one = gateway();
                RunningGateway two = gateway();
                Client here = new Client(one.port());
                Client there = new Client(two.port())) {
            IntStream.range(0, 100)
                    .forEach(_ -> assertThat(here.get("/tasks").statusCode()).isEqualTo(200));
            assertThat(here.get("/tasks").statusCode()).isEqualTo(429);
            assertThat(there.get("/tasks").statusCode()).isEqualTo(200);

            redis = newRedis();
            redis.start();

            Wait.until(() -> there.get("/tasks").statusCode() == 429);
        }
    }

    private RunningGateway gateway() throws Exception {
        return new RunningGateway(
                Map.of(
                        "TASK_URL",
                        task.url(),
                        "REDIS_URL",
                        "redis://127.0.0.1:" + port,
                        "RATE_LIMIT_ANONYMOUS_PER_MINUTE",
                        "100",
                        "gateway.limit-exchange-interval",
                        "20ms"),
                clock);
    }

    private static int remaining(Client client) {
        String field = client.get("/tasks").headers().firstValue("ratelimit").orElseThrow();
        return Integer.parseInt(field.substring(field.indexOf("r=") + 2, field.indexOf(";t=")));
    }
}
