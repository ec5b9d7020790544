package com.tasktracker.gateway.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells the other gateways, through Redis and now and then, what this one has counted, and learns what they have: no
/// request waits for
/// it. Between two rounds each gateway may let through what is left as it knows it, so that a limit can be overrun by
/// what
/// arrives within one round. Without Redis each gateway counts for itself.
final class SharedCounts {
    private static final Logger LOG = Logger.getLogger(SharedCounts.class);
    private static final String PREFIX = "tasktracker:gateway:v1:rate:";
    private static final int MOST_A_ROUND = 2_000;
    private static final long PATIENCE_MILLIS = 2_000;

    private final Redis redis;
    private final Windows windows;
    private boolean busy;
    private boolean lost;

    SharedCounts(Vertx vertx, String url, Windows windows) {
        RedisOptions options =
                new RedisOptions().setConnectionString(url).setMaxPoolSize(1).setMaxPoolWaiting(4);
        options.getNetClientOptions().setConnectTimeout((int) PATIENCE_MILLIS);
        this.redis = Redis.createClient(vertx, options);
        this.windows = windows;
    }

    /// One round, unless the last one is still under way. Always of the same thread.
    Future<Void> exchange() {
        if (busy) {
            return Future.succeededFuture();
        }
        List<Window> told = new ArrayList<>();
        List<Integer> more = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        windows.forEach(window -> {
            int untold = window.untold();
            if (untold > 0 && told.size() < MOST_A_ROUND) {
                String key = PREFIX + window.sharedName();
                told.add(window);
                more.add(untold);
                requests.add(Request.cmd(Command.INCRBY, key, Integer.toString(untold)));
                requests.add(Request.cmd(Command.PEXPIRE, key, Long.toString(2 * Window.MILLIS)));
            }
        });
        if (told.isEmpty()) {
            return Future.succeededFuture();
        }
        busy = true;
        return redis.batch(requests)
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .transform(answers -> {
                    busy = false;
                    if (answers.failed()) {
                        report(answers.cause());
                    } else {
                        learn(told, more, answers.result());
                    }
                    return Future.succeededFuture();
                });
    }

    private void learn(List<Window> told, List<Integer> more, List<@Nullable Response> answers) {
        if (lost) {
            lost = false;
            LOG.info("Rate limits are shared with the other gateways again");
        }
        for (int i = 0; i < told.size(); i++) {
            Response total = answers.get(2 * i);
            if (total != null) {
                told.get(i).told(more.get(i), Long.parseLong(total.toString()));
            }
        }
    }

    private void report(Throwable cause) {
        if (!lost) {
            lost = true;
            LOG.warnf("Rate limits are counted by this gateway alone for now: %s", cause.getMessage());
        }
    }

    void close() {
        redis.close();
    }
}
