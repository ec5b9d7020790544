package com.tasktracker.gateway;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.health.HealthPage;
import com.tasktracker.gateway.health.Probe;
import com.tasktracker.gateway.hygiene.Listener;
import com.tasktracker.gateway.limit.RateLimits;
import com.tasktracker.gateway.observe.AccessLog;
import com.tasktracker.gateway.observe.Numbers;
import com.tasktracker.gateway.observe.Spans;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Opens the gateway's doors, one for each processor, and closes them in an orderly way.
@ApplicationScoped
public class Gateway {
    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final long START_SECONDS = 30;

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Admission admission;
    private final HealthPage health;
    private final Probe probe;
    private final AccessLog log;
    private final Numbers numbers;
    private final Spans spans;
    private final RateLimits limits;
    private final Listener listener = new Listener();
    private final List<FrontDoor> doors = new CopyOnWriteArrayList<>();

    Gateway(
            Vertx vertx,
            GatewayConfig config,
            Admission admission,
            HealthPage health,
            RateLimits limits,
            Probe probe,
            AccessLog log,
            Numbers numbers,
            Spans spans) {
        this.spans = spans;
        this.log = log;
        this.numbers = numbers;
        this.limits = limits;
        this.vertx = vertx;
        this.config = config;
        this.admission = admission;
        this.health = health;
        this.probe = probe;
    }

    void open(@Observes StartupEvent starting) throws Exception {
        limits.start().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        int count = Math.max(1, Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(() -> newDoor(count), new DeploymentOptions().setInstances(count))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        log.start();
        probe.start();
        LOG.infof("The gateway takes requests at http://%s:%d", config.host(), port());
    }

    private FrontDoor newDoor(int count) {
        FrontDoor door = new FrontDoor(config, admission, log, numbers, spans, listener, count);
        doors.add(door);
        return door;
    }

    /// The port that requests are taken at.
    public int port() {
        return doors.getFirst().port();
    }

    /// First it is no longer ready, so that whoever balances looks elsewhere; then it takes no more connections; then
    /// it waits for the requests that are under way.
    void close(@Observes ShutdownEvent stopping) throws InterruptedException, ExecutionException {
        health.drain();
        try {
            Future.all(doors.stream().map(FrontDoor::drain).toList())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(config.drainDelay().plus(config.drainTimeout()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.warnf("Requests were still under way after %s", config.drainTimeout());
        }
        probe.stop();
        limits.stop();
        log.stop();
    }
}
