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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells the other gateways, through Redis and now and then, what this one has counted, and learns what they have: no
/// request waits for it. Between two rounds each gateway may let through what is left as it knows it, so that a limit
/// can be overrun by what arrives within one round. Without Redis each gateway counts for itself.
///
/// A window is a hash with a field for each gateway. What is told is the whole count and not what was added to it: a
/// round whose answer did not arrive may have been heard or not, and is told again.
final class SharedCounts {
    private static final Logger LOG = Logger.getLogger(SharedCounts.class);
    private static final String PREFIX = "tasktracker:gateway:v2:rate:";
    private static final int MOST_A_ROUND = 2_000;
    private static final int REQUESTS_A_WINDOW = 3;
    private static final long PATIENCE_MILLIS = 2_000;

    private final Redis redis;
    private final Windows windows;
    private final String name = UUID.randomUUID().toString();
    private boolean busy;
    private boolean lost;

    SharedCounts(Vertx vertx, String url, Windows windows) {
        RedisOptions options =
                new RedisOptions().setConnectionString(url).setMaxPoolSize(1).setMaxPoolWaiting(4);
        // By TLS (rediss:) no connection is made until it is said how the server's name is to be checked.
        options.getNetClientOptions()
                .setConnectTimeout((int) PATIENCE_MILLIS)
                .setHostnameVerificationAlgorithm("HTTPS");
        this.redis = Redis.createClient(vertx, options);
        this.windows = windows;
    }

    /// One round, unless the last one is still under way. Always of the same thread.
    Future<Void> exchange() {
        if (busy) {
            return Future.succeededFuture();
        }
        List<Window> told = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        windows.forEach(window -> {
            if (told.size() < MOST_A_ROUND && window.isToBeTold()) {
                String key = PREFIX + window.sharedName();
                int count = window.own();
                told.add(window);
                counts.add(count);
                requests.add(Request.cmd(Command.HSET, key, name, Integer.toString(count)));
                requests.add(Request.cmd(Command.PEXPIRE, key, Long.toString(2 * Window.MILLIS)));
                requests.add(Request.cmd(Command.HVALS, key));
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
                        learn(told, counts, answers.result());
                    }
                    return Future.succeededFuture();
                });
    }

    private void learn(List<Window> told, List<Integer> counts, List<@Nullable Response> answers) {
        if (lost) {
            lost = false;
            LOG.info("Rate limits are shared with the other gateways again");
        }
        for (int i = 0; i < told.size(); i++) {
            Response all = answers.get(REQUESTS_A_WINDOW * i + REQUESTS_A_WINDOW - 1);
            if (all != null) {
                long total = 0;
                for (Response one : all) {
                    total += Long.parseLong(one.toString());
                }
                told.get(i).told(counts.get(i), total);
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
