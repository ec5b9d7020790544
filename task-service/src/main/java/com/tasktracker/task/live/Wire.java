package com.tasktracker.task.live;

import com.tasktracker.kit.data.Ids;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Tells other replicas through Redis that something happened on boards. What is told may be lost: everybody looks at
/// the log by themselves too, only less often.
@ApplicationScoped
class Wire {

    private static final Logger LOG = Logger.getLogger(Wire.class);
    private static final String CHANNEL = "tasktracker:task-service:v1:boards";
    /// Where nobody else listens, or Redis is away, nothing is told for this long.
    private static final long QUIET_NANOS = 1_000_000_000;

    /// While Redis does not answer, no more than this many wait for it.
    private static final int MOST_UNANSWERED = 32;

    private enum State {
        IDLE,
        CONNECTING,
        LISTENING
    }

    private final Redis redis;
    private final String self = UUID.randomUUID().toString();
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile long quietSince = System.nanoTime() - QUIET_NANOS;

    Wire(Redis redis) {
        this.redis = redis;
    }

    /// Returns at once.
    void tell(Set<UUID> boards) {
        if (System.nanoTime() - quietSince < QUIET_NANOS || unanswered.get() >= MOST_UNANSWERED) {
            return;
        }
        unanswered.incrementAndGet();
        String message = self + " " + boards.stream().map(UUID::toString).collect(Collectors.joining(","));
        redis.send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(message)).onComplete(result -> {
            unanswered.decrementAndGet();
            int ours = state.get() == State.LISTENING ? 1 : 0;
            Integer receivers = result.succeeded() && result.result() != null
                    ? result.result().toInteger()
                    : null;
            if (receivers == null || receivers <= ours) {
                quietSince = System.nanoTime();
            }
        });
    }

    /// Listens to what other replicas tell, unless it does already. To be called again now and then, for a connection
    /// that was lost is not noticed by the caller. Returns at once.
    void listen(Consumer<Set<UUID>> listener) {
        if (state.compareAndSet(State.IDLE, State.CONNECTING)) {
            redis.connect()
                    .onSuccess(connection -> subscribe(connection, listener))
                    .onFailure(this::lost);
        }
    }

    private void subscribe(RedisConnection connection, Consumer<Set<UUID>> listener) {
        connection.exceptionHandler(this::lost);
        connection.endHandler(_ -> state.set(State.IDLE));
        connection.handler(message -> hear(message, listener));
        connection
                .send(Request.cmd(Command.SUBSCRIBE).arg(CHANNEL))
                .onSuccess(_ -> state.set(State.LISTENING))
                .onFailure(this::lost);
    }

    private void hear(Response message, Consumer<Set<UUID>> listener) {
        if (message.size() != 3 || !message.get(0).toString().equals("message")) {
            return;
        }
        String[] parts = message.get(2).toString().split(" ", 2);
        if (parts.length == 2 && !parts[0].equals(self)) {
            listener.accept(Arrays.stream(parts[1].split(",", -1))
                    .map(Ids::parse)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toCollection(HashSet::new)));
        }
    }

    private void lost(Throwable cause) {
        LOG.debugf(cause, "Redis wakes nobody for now");
        state.set(State.IDLE);
    }
}
