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
import org.jspecify.annotations.Nullable;

/// Reads a feed of another service from one of its replicas. It stays with the one that answered last and goes on to
/// the next when that fails, and to the next secret where one is refused. For one thread.
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
    private int address;
    private int secret;

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
                return read(query, wait);
            } catch (IOException e) {
                failure = e;
                address = (address + 1) % addresses.size();
            }
        }
        throw failure;
    }

    private FeedRead.Answer<FeedEntry> read(String query, Duration wait) throws IOException, InterruptedException {
        for (int tries = 0; tries < secrets.size(); tries++) {
            HttpResponse<byte[]> response = send(query, wait.plus(PATIENCE));
            switch (response.statusCode()) {
                case 200 -> {
                    return batch(response);
                }
                case 409 -> {
                    return new FeedRead.Conflict<>("the place in the feed is unknown to " + addresses.get(address));
                }
                case 401 -> secret = (secret + 1) % secrets.size();
                default -> throw new IOException(addresses.get(address) + " answered " + response.statusCode());
            }
        }
        throw new IOException(addresses.get(address) + " refused the secret of " + follower);
    }

    private HttpResponse<byte[]> send(String query, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(addresses.get(address) + query))
                .header("Authorization", FollowerCredentials.header(follower, secrets.get(secret)))
                .header("Accept", CloudEvents.BATCH_TYPE)
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(addresses.get(address) + " gave no answer in " + limit, e);
        } catch (ExecutionException e) {
            throw new IOException(addresses.get(address) + " cannot be read: " + e.getCause(), e);
        } finally {
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
        List<FeedEntry> events = cloudEvents.parse(response.body());
        if (next > head || (!events.isEmpty() && events.getLast().seq() > next)) {
            throw new IOException("the answer's place is before its events or behind its head");
        }
        return new FeedRead.Batch<>(epoch, head, next, events);
    }

    private static String header(HttpResponse<?> response, String name) throws IOException {
        return response.headers().firstValue(name).orElseThrow(() -> new IOException("the answer has no " + name));
    }
}
