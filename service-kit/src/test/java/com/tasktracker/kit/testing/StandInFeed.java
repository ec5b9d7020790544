package com.tasktracker.kit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Publishes a feed in place of another service: it speaks the protocol of `/internal/feeds/{name}` and holds what it
/// is given in memory, so that a service can be tested with people or teams and without the service that has them.
///
///     StandInFeed people = StandInFeed.start("people");     // feeds.sources.people = people.address()
///     people.put("person.changed", "person/" + id, Map.of("id", id, "username", "ada"));
///     people.awaitAcknowledged();                           // now the service has applied it
///
/// Any HTTP Basic credential is a follower's.
public final class StandInFeed implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private record Event(long seq, String json) {}

    private record Reply(int status, UUID epoch, long head, long next, String body) {}

    private final String feed;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Clock clock = Clock.systemUTC();
    private final ObjectMapper json =
            new ObjectMapper().findAndRegisterModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Event> bySubject = new LinkedHashMap<>();
    private UUID epoch = UUID.randomUUID();
    private long head;
    private long acknowledged = -1;
    private boolean closed;

    private StandInFeed(String feed, int port) throws IOException {
        this.feed = feed;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/internal/feeds/" + feed, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /// On a free port.
    public static StandInFeed start(String feed) {
        return startAt(feed, 0);
    }

    /// On the given port of the loopback address.
    public static StandInFeed startAt(String feed, int port) {
        try {
            return new StandInFeed(feed, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The base address, for `feeds.sources.<feed>`.
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Publishes the subject's present state and answers its number.
    public long put(String type, String subject, Map<String, ? extends @Nullable Object> data) {
        lock.lock();
        try {
            head++;
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("specversion", "1.0");
            event.put("id", Long.toString(head));
            event.put("source", "/stand-in");
            event.put("type", type);
            event.put("subject", subject);
            event.put("time", clock.instant().toString());
            event.put("data", data);
            bySubject.remove(subject);
            bySubject.put(subject, new Event(head, json.writeValueAsString(event)));
            changed.signalAll();
            return head;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /// Publishes a tombstone; the type ends in `.deleted`, `ids` is what remains known.
    public long delete(String type, String subject, Map<String, ?> ids) {
        if (!type.endsWith(".deleted")) {
            throw new IllegalArgumentException("a tombstone's type ends in .deleted: " + type);
        }
        return put(type, subject, ids);
    }

    /// Forgets everything, as a publisher does whose database was restored from an empty backup: its followers then
    /// read anew.
    public void startNewEpoch() {
        startNewEpoch(() -> {});
    }

    /// Forgets everything and puts what is known from then on, all at the same moment.
    public void startNewEpoch(Runnable puts) {
        lock.lock();
        try {
            epoch = UUID.randomUUID();
            bySubject.clear();
            head = 0;
            acknowledged = -1;
            puts.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a follower has applied everything that was put so far; fails after 20 s.
    public void awaitAcknowledged() {
        awaitAcknowledged(LIMIT);
    }

    public void awaitAcknowledged(Duration limit) {
        lock.lock();
        try {
            long wanted = head;
            long left = limit.toNanos();
            while (acknowledged < wanted) {
                if (left <= 0) {
                    throw new AssertionError(
                            "event " + wanted + " of " + feed + " is not acknowledged, " + acknowledged + " is");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Reply reply = read(parameters(exchange.getRequestURI().getRawQuery()));
            byte[] body = reply.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/cloudevents-batch+json");
            exchange.getResponseHeaders().set("Feed-Epoch", reply.epoch().toString());
            exchange.getResponseHeaders().set("Feed-Head", Long.toString(reply.head()));
            exchange.getResponseHeaders().set("Feed-Next", Long.toString(reply.next()));
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply read(Map<String, String> query) throws InterruptedException {
        long last = Long.parseLong(query.getOrDefault("lastEventId", "0"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "500"));
        long left = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(query.getOrDefault("timeout", "0")));
        lock.lock();
        try {
            if (isLost(last, query.get("epoch"))) {
                return new Reply(409, epoch, head, 0, "");
            }
            if (!"false".equals(query.get("acknowledge"))) {
                acknowledged = Math.max(acknowledged, last);
                changed.signalAll();
            }
            while (head == last && left > 0 && !closed) {
                left = changed.awaitNanos(left);
                if (isLost(last, query.get("epoch"))) {
                    return new Reply(409, epoch, head, 0, "");
                }
            }
            List<Event> batch = new ArrayList<>();
            for (Event event : bySubject.values()) {
                if (event.seq() > last && batch.size() < limit) {
                    batch.add(event);
                }
            }
            long next = batch.size() < limit ? head : batch.getLast().seq();
            return new Reply(
                    200,
                    epoch,
                    head,
                    next,
                    "[" + String.join(",", batch.stream().map(Event::json).toList()) + "]");
        } finally {
            lock.unlock();
        }
    }

    private boolean isLost(long last, @Nullable String ofEpoch) {
        return last > head || (ofEpoch != null && !ofEpoch.equals(epoch.toString()));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return parameters;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
