package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.Ids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Reads a feed of another service from one of its replicas. It stays with the one that answered last and goes on to
/// the next when that fails, and to the next secret where one is refused. For one thread, but for [#stop()].
final class FeedSource {

    /// 500 events of 64 KiB, more than any service publishes.
    private static final long MAX_BYTES = 32L << 20;

    /// What a read may take beyond the time that it asked to wait.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final String feed;
    private final List<URI> addresses;
    private final String follower;
    private final List<String> secrets;
    private final HttpClient client;
    private final CloudEvents cloudEvents;
    private final AtomicInteger address = new AtomicInteger();
    private final AtomicInteger secret = new AtomicInteger();
    private volatile boolean stopped;
    private volatile @Nullable CompletableFuture<?> underWay;

    FeedSource(
            String feed,
            List<URI> addresses,
            String follower,
            List<String> secrets,
            HttpClient client,
            CloudEvents cloudEvents) {
        this.feed = feed;
        this.addresses = addresses;
        this.follower = follower;
        this.secrets = secrets;
        this.client = client;
        this.cloudEvents = cloudEvents;
    }

    /// @param epoch `null` together with 0
    /// @throws IOException when no replica gave a usable answer
    FeedRead.Answer<FeedEntry> read(long lastEventId, @Nullable UUID epoch, Duration wait, boolean acknowledges)
            throws IOException, InterruptedException {
        String query =
                "/internal/feeds/" + feed + "?lastEventId=" + lastEventId + (epoch == null ? "" : "&epoch=" + epoch)
                        + "&timeout=" + wait.toMillis() + "&limit=" + FeedResource.MAX_LIMIT
                        + (acknowledges ? "" : "&acknowledge=false");
        IOException failure = new IOException("the feed " + feed + " has no source");
        for (int tries = 0; tries < addresses.size(); tries++) {
            try {
                FeedRead.Answer<FeedEntry> answer = read(query, wait);
                check(answer, lastEventId, epoch);
                return answer;
            } catch (IOException e) {
                failure = e;
                address.incrementAndGet();
            }
        }
        throw failure;
    }

    /// An answer to another question, such as one that was held up and comes late, must not pass for a good read.
    private static void check(FeedRead.Answer<FeedEntry> answer, long lastEventId, @Nullable UUID epoch)
            throws IOException {
        if (answer instanceof FeedRead.Batch<FeedEntry> batch) {
            boolean fits = (epoch == null || epoch.equals(batch.epoch()))
                    && batch.next() >= lastEventId
                    && batch.next() <= batch.head()
                    && batch.events().stream().allMatch(e -> e.seq() > lastEventId && e.seq() <= batch.next());
            if (!fits) {
                throw new IOException("the answer is not one to a read from " + lastEventId);
            }
        }
    }

    private FeedRead.Answer<FeedEntry> read(String query, Duration wait) throws IOException, InterruptedException {
        for (int tries = 0; tries < secrets.size(); tries++) {
            HttpResponse<byte[]> response = send(query, wait.plus(PATIENCE));
            switch (response.statusCode()) {
                case 200 -> {
                    return batch(response);
                }
                case 409 -> {
                    return new FeedRead.Conflict<>("the place in the feed is unknown to " + address());
                }
                case 401 -> secret.incrementAndGet();
                default -> throw new IOException(address() + " answered " + response.statusCode());
            }
        }
        throw new IOException(address() + " refused the secret of " + follower);
    }

    private HttpResponse<byte[]> send(String query, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + query))
                .header("Authorization", FollowerCredentials.header(follower, secret()))
                .header("Accept", CloudEvents.BATCH_TYPE)
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        underWay = exchange;
        if (stopped) {
            exchange.cancel(true);
        }
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(address() + " gave no answer in " + limit, e);
        } catch (ExecutionException e) {
            throw new IOException(address() + " cannot be read: " + e.getCause(), e);
        } finally {
            exchange.cancel(true);
        }
    }

    private URI address() {
        return addresses.get(Math.floorMod(address.get(), addresses.size()));
    }

    private String secret() {
        return secrets.get(Math.floorMod(secret.get(), secrets.size()));
    }

    /// Ends a read that is under way, by a [CancellationException], and any that follows.
    void stop() {
        stopped = true;
        CompletableFuture<?> exchange = underWay;
        if (exchange != null) {
            exchange.cancel(true);
        }
    }

    private FeedRead.Batch<FeedEntry> batch(HttpResponse<byte[]> response) throws IOException {
        UUID epoch = Ids.parse(header(response, FeedResource.EPOCH))
                .orElseThrow(() -> new IOException("the answer's epoch is malformed"));
        long head;
        long next;
        try {
            head = Long.parseLong(header(response, FeedResource.HEAD));
            next = Long.parseLong(header(response, FeedResource.NEXT));
        } catch (NumberFormatException e) {
            throw new IOException("the answer's place is malformed", e);
        }
        return new FeedRead.Batch<>(epoch, head, next, cloudEvents.parse(response.body()));
    }

    private static String header(HttpResponse<?> response, String name) throws IOException {
        return response.headers().firstValue(name).orElseThrow(() -> new IOException("the answer has no " + name));
    }
}
