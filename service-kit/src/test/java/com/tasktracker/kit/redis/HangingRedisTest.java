package com.tasktracker.kit.redis;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// A Redis that lets everybody wait.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class HangingRedisTest {

    private static final int ASKING = 20;

    @Inject
    Redis redis;

    @Inject
    RedisDataSource source;

    private int answered(String key) throws Exception {
        List<Callable<Boolean>> asks = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            asks.add(() -> redis.ask("INCR", key).isPresent());
        }
        int answers = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(ASKING)) {
            for (Future<Boolean> ask : threads.invokeAll(asks)) {
                answers += ask.get() ? 1 : 0;
            }
        }
        return answers;
    }

    /// Over a connection of its own: the others are waiting.
    private static void goOn() throws IOException {
        URI address = ConfigProvider.getConfig().getValue("quarkus.redis.hosts", URI.class);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("CLIENT UNPAUSE\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(3)).asString().isEqualTo("+OK");
        }
    }

    @Test
    void onceItIsKnownToHangOneAtATimeWaitsForIt() throws Exception {
        String key = redis.key("asked", UUID.randomUUID());
        source.execute("CLIENT", "PAUSE", "60000", "WRITE");
        assertThat(answered(key)).isZero();
        eventually("it is asked again", () -> !redis.isAway());
        assertThat(answered(key)).isZero();
        goOn();
        eventually("it answers again", () -> redis.ask("PING").isPresent());
        // Whatever was asked meanwhile has been done by now.
        assertThat(source.value(Integer.class).get(key)).isBetween(1, ASKING + 1);
        assertThat(answered(key)).isEqualTo(ASKING);
    }
}
