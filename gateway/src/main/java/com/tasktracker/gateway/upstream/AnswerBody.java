package com.tasktracker.gateway.upstream;

import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.hygiene.Fields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// The answer of a replica on its way to the client: passed on as it comes, held back while the client takes no more.
///
/// Where its length is known, the head waits for the first bytes of the body: most answers are then one write.
final class AnswerBody {
    /// Answers up to this length are one write.
    private static final int MOST_GATHERED = 64 * 1024;

    private final Forwarding forwarding;
    private final Exchange exchange;
    private final HttpClientResponse from;
    private final HttpServerResponse to;
    private final boolean stream;
    /// What has come of a short answer.
    private final Buffer gathered = Buffer.buffer();
    private boolean blocked;

    AnswerBody(Exchange exchange, HttpClientResponse from, Forwarding forwarding) {
        this.forwarding = forwarding;
        this.exchange = exchange;
        this.from = from;
        this.to = exchange.response();
        @Nullable String type = from.getHeader("content-type");
        this.stream = type != null && type.startsWith("text/event-stream");
        if (stream) {
            exchange.streams();
        }
    }

    /// Whether its length is a number, if it says one.
    static boolean hasReadableLength(HttpClientResponse response) {
        String length = response.getHeader("content-length");
        return length == null || length.matches("[0-9]{1,18}");
    }

    /// Whether it is a stream, which may stand still for a while.
    boolean mayPause() {
        return stream;
    }

    /// Whether it stands still since the client takes no more.
    boolean isAwaitingClient() {
        return blocked;
    }

    void relay() {
        to.setStatusCode(from.statusCode());
        Fields.copyOutward(from.headers(), to.headers());
        String length = from.getHeader("content-length");
        if (hasNoBody()) {
            if (length != null && from.statusCode() != 204) {
                to.putHeader("content-length", length);
            }
            from.endHandler(_ -> end());
            return;
        }
        if (length != null) {
            to.putHeader("content-length", length);
            long expected = Long.parseLong(length);
            from.handler(chunk -> passOfKnown(chunk, expected));
        } else {
            if (exchange.request().version() == HttpVersion.HTTP_1_0) {
                exchange.closeAfterwards();
            } else {
                to.setChunked(true);
                to.writeHead();
            }
            from.handler(this::pass);
        }
        from.endHandler(_ -> end());
    }

    private boolean hasNoBody() {
        return HttpMethod.HEAD.equals(exchange.request().method())
                || from.statusCode() == 204
                || from.statusCode() == 304;
    }

    private void passOfKnown(Buffer chunk, long expected) {
        if (expected > MOST_GATHERED) {
            pass(chunk);
            return;
        }
        forwarding.progressed();
        Buffer whole = chunk.length() == expected ? chunk : gathered.appendBuffer(chunk);
        if (whole.length() == expected && !to.closed() && !to.ended()) {
            exchange.end(whole);
        }
    }

    private void pass(Buffer chunk) {
        forwarding.progressed();
        if (to.closed() || to.ended()) {
            return;
        }
        to.write(chunk);
        if (to.writeQueueFull()) {
            from.pause();
            blocked = true;
            to.drainHandler(_ -> {
                blocked = false;
                forwarding.progressed();
                from.resume();
            });
        }
    }

    private void end() {
        if (!to.ended() && !to.closed()) {
            exchange.end(Buffer.buffer());
        }
        forwarding.complete();
    }
}
