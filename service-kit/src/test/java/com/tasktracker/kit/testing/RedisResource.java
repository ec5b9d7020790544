package com.tasktracker.kit.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/// A real Redis, started once for all tests of a module; [#stopServer] and [#startServer] take it away and bring it
/// back at the same port.
public class RedisResource implements QuarkusTestResourceLifecycleManager {

    private static int port;
    private static @Nullable RedisServer server;

    @Override
    public Map<String, String> start() {
        startServer();
        return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + port);
    }

    public static synchronized void startServer() {
        if (server != null) {
            return;
        }
        try {
            if (port == 0) {
                port = Ports.free();
            }
            server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static synchronized void stopServer() {
        if (server != null) {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server = null;
        }
    }

    @Override
    public void stop() {
        stopServer();
    }
}
