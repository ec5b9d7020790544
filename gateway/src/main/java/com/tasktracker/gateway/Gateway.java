package com.tasktracker.gateway;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.health.HealthPage;
import com.tasktracker.gateway.health.Probe;
import com.tasktracker.gateway.upstream.Routes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Opens the gateway's doors, one for each processor.
@ApplicationScoped
public class Gateway {
    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final long START_SECONDS = 30;

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Routes routes;
    private final HealthPage health;
    private final Probe probe;
    private final List<FrontDoor> doors = Collections.synchronizedList(new ArrayList<>());

    public Gateway(Vertx vertx, GatewayConfig config, Routes routes, HealthPage health, Probe probe) {
        this.vertx = vertx;
        this.config = config;
        this.routes = routes;
        this.health = health;
        this.probe = probe;
    }

    void open(@Observes StartupEvent started) throws Exception {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(() -> newDoor(count), new DeploymentOptions().setInstances(count))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        probe.start();
        LOG.infof("The gateway takes requests at http://%s:%d", config.host(), port());
    }

    void close(@Observes ShutdownEvent stopping) {
        health.drain();
        probe.stop();
    }

    private FrontDoor newDoor(int count) {
        FrontDoor door = new FrontDoor(config, routes, health, count);
        doors.add(door);
        return door;
    }

    /// The port that requests are taken at.
    public int port() {
        return doors.getFirst().port();
    }
}
