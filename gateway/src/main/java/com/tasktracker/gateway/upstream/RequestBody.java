package com.tasktracker.gateway.upstream;

import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.ProblemType;
import com.tasktracker.gateway.hygiene.StrictRequestDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// The body of a request on its way to a replica: passed on as it comes, held back while the replica takes no more, and
/// cut off when it proves to be longer than allowed.
final class RequestBody {
    private final Forwarding forwarding;
    private final HttpServerRequest request;
    private final long limit;
    /// As announced; -1 where it comes in chunks.
    private final long length;

    private @Nullable HttpClientRequest target;
    private long passed;
    private boolean ended;
    private boolean blocked;

    RequestBody(Forwarding forwarding, Exchange exchange, long limit) {
        this.forwarding = forwarding;
        this.request = exchange.request();
        this.limit = limit;
        this.length = exchange.announcedLength();
        this.ended = length == 0;
    }

    boolean isExpected() {
        return length != 0;
    }

    /// Whether the client has not sent all of it.
    boolean isUnfinished() {
        return !ended;
    }

    boolean isAwaitingClient() {
        return !ended && !blocked;
    }

    /// Lets the client wait until there is somewhere to send it.
    void hold() {
        if (isExpected()) {
            request.pause();
            StrictRequestDecoder.onBrokenBody(
                    request.connection(),
                    () -> forwarding.fail(ProblemType.MALFORMED_REQUEST, "The chunks of the body cannot be read."));
        }
    }

    void sendTo(HttpClientRequest to) {
        target = to;
        if (!isExpected()) {
            if (request.getHeader("content-length") != null) {
                to.putHeader("content-length", "0");
            }
            to.end();
            return;
        }
        if (length > 0) {
            to.putHeader("content-length", Long.toString(length));
        } else {
            to.setChunked(true);
        }
        // A client of HTTP/1.0 would take it for the answer (RFC 9110, section 10.1.1).
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect")) && request.version() == HttpVersion.HTTP_1_1) {
            request.response().writeContinue();
        }
        to.drainHandler(_ -> unblock());
        request.handler(chunk -> pass(to, chunk));
        request.endHandler(_ -> end(to));
        request.resume();
    }

    private void pass(HttpClientRequest to, Buffer chunk) {
        if (target == null) {
            return;
        }
        forwarding.progressed();
        passed += chunk.length();
        if (passed > limit) {
            forwarding.fail(ProblemType.CONTENT_TOO_LARGE, "The body may have at most " + limit + " bytes.");
        } else if (passed == length) {
            ended = true;
            to.end(chunk);
        } else {
            to.write(chunk);
            if (to.writeQueueFull()) {
                blocked = true;
                request.pause();
            }
        }
    }

    private void unblock() {
        if (blocked) {
            blocked = false;
            forwarding.progressed();
            request.resume();
        }
    }

    private void end(HttpClientRequest to) {
        if (target != null && !ended) {
            ended = true;
            forwarding.progressed();
            to.end();
        }
    }

    /// Passes no more on; what still comes is read and thrown away.
    void drop() {
        target = null;
        blocked = false;
        if (isExpected()) {
            StrictRequestDecoder.onBrokenBody(request.connection(), null);
        }
        if (isExpected() && !request.isEnded()) {
            request.handler(_ -> {});
            request.resume();
        }
    }
}
