package com.tasktracker.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/// One fake of each service, a port that is free, and limits short enough to wait for.
public final class FakeServices implements QuarkusTestResourceLifecycleManager {
    private final Vertx vertx = Vertx.vertx();

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "IDENTITY_URL", new FakeService(vertx, "identity", 0).url(),
                "TEAM_URL", new FakeService(vertx, "team", 0).url(),
                "TASK_URL", new FakeService(vertx, "task", 0).url(),
                "CORS_ORIGINS", "https://app.example.com,http://localhost:3000"));
        settings.putAll(Map.of(
                "GATEWAY_HOST", "127.0.0.1",
                "GATEWAY_PORT", "-21",
                "RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0",
                "gateway.answer-timeout", "1s",
                "gateway.stream-timeout", "3s",
                "gateway.client-timeout", "2s",
                "gateway.probe-interval", "200ms"));
        return settings;
    }

    @Override
    public void stop() {
        FakeService.join(vertx.close());
    }
}
