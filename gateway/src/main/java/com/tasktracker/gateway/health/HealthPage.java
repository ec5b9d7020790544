package com.tasktracker.gateway.health;

import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.ProblemType;
import com.tasktracker.gateway.upstream.Replica.Readiness;
import com.tasktracker.gateway.upstream.Routes;
import com.tasktracker.gateway.upstream.Upstream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;

/// `/health/live` and `/health/ready`. A service that is down shows, but leaves the gateway up: the other routes go on.
@ApplicationScoped
public class HealthPage {
    private final Routes routes;
    private volatile boolean ready = true;

    public HealthPage(Routes routes) {
        this.routes = routes;
    }

    /// From now on the gateway asks for no more requests.
    public void drain() {
        ready = false;
    }

    public boolean isDraining() {
        return !ready;
    }

    /// Answers if the path is one of the two.
    public boolean answer(Exchange exchange, String path) {
        boolean asksReadiness = path.equals("/health/ready");
        if (!asksReadiness && !path.equals("/health/live")) {
            return false;
        }
        if (exchange.reads()) {
            if (asksReadiness && !ready) {
                exchange.response().putHeader("retry-after", "1");
                exchange.refuse(ProblemType.UNAVAILABLE, "The gateway is about to stop.");
            } else {
                show(exchange);
            }
        }
        return true;
    }

    private void show(Exchange exchange) {
        JsonArray checks = new JsonArray();
        checks.add(check("gateway", true));
        routes.upstreams().forEach(upstream -> checks.add(check(upstream.name(), isUp(upstream))));
        Buffer body = new JsonObject().put("status", "UP").put("checks", checks).toBuffer();
        exchange.response()
                .putHeader("content-type", "application/json")
                .putHeader("content-length", Integer.toString(body.length()));
        exchange.end(exchange.request().method().equals(HttpMethod.HEAD) ? Buffer.buffer() : body);
    }

    private static JsonObject check(String name, boolean up) {
        return new JsonObject().put("name", name).put("status", up ? "UP" : "DOWN");
    }

    private static boolean isUp(Upstream upstream) {
        return upstream.replicas().stream().anyMatch(replica -> replica.readiness() == Readiness.UP);
    }
}
