package com.tasktracker.gateway.health;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.upstream.Replica;
import com.tasktracker.gateway.upstream.Replica.Readiness;
import com.tasktracker.gateway.upstream.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;

/// Asks every replica, in the background and again and again, whether it is ready.
@ApplicationScoped
public class Probe {
    private final Vertx vertx;
    private final Routes routes;
    private final long interval;
    private final HttpClient client;
    private volatile boolean stopped;

    public Probe(Vertx vertx, Routes routes, GatewayConfig config) {
        this.vertx = vertx;
        this.routes = routes;
        this.interval = config.probeInterval().toMillis();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) interval), new PoolOptions().setHttp1MaxSize(1));
    }

    /// Begins; a replica has no more than one question at a time.
    public void start() {
        routes.upstreams().forEach(upstream -> upstream.replicas().forEach(this::ask));
    }

    /// Asks no more.
    public void stop() {
        stopped = true;
    }

    private void ask(Replica replica) {
        if (stopped) {
            return;
        }
        RequestOptions ready = new RequestOptions()
                .setServer(replica.address())
                .setHost(replica.address().host())
                .setPort(replica.address().port())
                .setURI("/q/health/ready")
                .setTimeout(interval);
        client.request(ready)
                .compose(request -> request.send().compose(Probe::statusOf))
                .onComplete(result -> {
                    if (result.failed()) {
                        replica.found(Readiness.UNREACHABLE);
                    } else {
                        replica.found(result.result() == 200 ? Readiness.UP : Readiness.DOWN);
                    }
                    vertx.setTimer(interval, _ -> ask(replica));
                });
    }

    private static Future<Integer> statusOf(HttpClientResponse response) {
        return response.end().map(response.statusCode());
    }
}
