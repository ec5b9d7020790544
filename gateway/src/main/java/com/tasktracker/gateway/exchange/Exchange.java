package com.tasktracker.gateway.exchange;

import com.tasktracker.gateway.hygiene.Clients.Client;
import com.tasktracker.gateway.hygiene.RequestIds;
import com.tasktracker.gateway.hygiene.StrictRequestDecoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request and its response, on one event loop from beginning to end.
public final class Exchange {
    /// Of a body up to this size the rest is read and thrown away when the request is refused; beyond, the connection
    /// is closed.
    private static final long SHORT_BODY = 64 * 1024;

    private static final long LINGER_MILLIS = 2_000;
    private static final int CLIENT_LEFT = 499;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Client client;
    private final String requestId;
    private final long startedAt;
    private String traceparent;
    private final boolean traceIsOurs;
    private boolean closing;
    private boolean limited;
    private boolean stream;
    private int brokenOff;
    private String user = "";
    private String upstream = "";
    private Route route = Route.NONE;
    private @Nullable Runnable afterwards;

    /// @param startedAt by [System#nanoTime]
    public Exchange(Vertx vertx, HttpServerRequest request, Client client, long startedAt) {
        this.client = client;
        this.vertx = vertx;
        this.request = request;
        this.startedAt = startedAt;
        this.requestId = RequestIds.takenOrMade(request.getHeader("x-request-id"));
        String sentTrace = request.getHeader("traceparent");
        this.traceIsOurs = sentTrace == null || !RequestIds.isTraceparent(sentTrace);
        this.traceparent = sentTrace == null || traceIsOurs ? RequestIds.newTraceparent() : sentTrace;
    }

    public HttpServerRequest request() {
        return request;
    }

    public HttpServerResponse response() {
        return request.response();
    }

    public Client client() {
        return client;
    }

    public String requestId() {
        return requestId;
    }

    /// By [System#nanoTime].
    public long startedAt() {
        return startedAt;
    }

    public String traceparent() {
        return traceparent;
    }

    /// From here on the trace has another parent.
    public void continueTrace(String parent) {
        traceparent = parent;
    }

    /// Whether the trace begins here; then what the client sent as `tracestate` belongs to nothing.
    public boolean traceIsOurs() {
        return traceIsOurs;
    }

    /// The request shows a token of this user.
    public void identified(String id) {
        user = id;
    }

    /// The id of the user, empty where none is known.
    public String user() {
        return user;
    }

    /// Whom it counts for: the user whose token it shows, else the address that it comes from.
    public String caller() {
        return user.isEmpty() ? "address:" + client.network() : "user:" + user;
    }

    /// The request goes to this service.
    public void servedBy(String name) {
        upstream = name;
    }

    /// The name of the service that it goes to, empty where there is none.
    public String upstream() {
        return upstream;
    }

    /// Its path is one of this route.
    public void matched(Route found) {
        route = found;
    }

    /// The route that its path is one of.
    public Route route() {
        return route;
    }

    /// Whether it asks for a stream of events.
    public boolean asksForStream() {
        return route.streams() && request.method().equals(HttpMethod.GET);
    }

    /// What is to be done when it is over, however it ended.
    public void afterwards(Runnable what) {
        afterwards = what;
    }

    /// It is over.
    public void over() {
        if (afterwards != null) {
            afterwards.run();
        }
    }

    /// The response is an event stream, whose length says nothing of the gateway.
    public void streams() {
        stream = true;
    }

    public boolean isStream() {
        return stream;
    }

    /// The request was too much.
    public void limited() {
        limited = true;
    }

    public boolean isLimited() {
        return limited;
    }

    /// Has the connection closed after the response.
    public void closeAfterwards() {
        closing = true;
    }

    /// Whether the connection is to be closed after the response.
    public boolean isClosing() {
        return closing;
    }

    /// Answers with a problem. A response that has begun cannot be mended: then its connection is closed, so that the
    /// client sees that it is incomplete.
    public void refuse(ProblemType type, String detail) {
        HttpServerResponse response = response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            brokenOff = type.status();
            request.connection().close();
            return;
        }
        if (!closing && !request.isEnded() && (isLongBody() || isWaitingToContinue())) {
            closeAfterwards();
        }
        if (type == ProblemType.UNAVAILABLE && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        // Of an answer that broke off before any of it was passed on.
        List.of("etag", "location", "content-encoding").forEach(response.headers()::remove);
        Buffer body = new Problem(type, detail).json(this);
        response.setStatusCode(type.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        end(request.method().equals(HttpMethod.HEAD) ? Buffer.buffer() : body);
    }

    /// Whether it reads, by `GET` or `HEAD`. What does not, of a path that can only be read, is answered here:
    /// `OPTIONS` by 204, all else by 405.
    public boolean reads() {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return true;
        }
        response().putHeader("allow", "GET, HEAD, OPTIONS");
        if (method.equals(HttpMethod.OPTIONS)) {
            response().setStatusCode(204);
            end(Buffer.buffer());
        } else {
            refuse(ProblemType.METHOD_NOT_ALLOWED, "This can only be read.");
        }
        return false;
    }

    /// The length of the body in bytes as the client announced it, 0 if there is none, -1 if it comes in chunks.
    public long announcedLength() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return Long.parseLong(length);
        }
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null ? 0 : -1;
    }

    private boolean isLongBody() {
        long length = announcedLength();
        return length < 0 || length > SHORT_BODY;
    }

    /// Then nobody knows whether its body is still to come.
    private boolean isWaitingToContinue() {
        return request.getHeader(HttpHeaders.EXPECT) != null;
    }

    /// The status that the response would have had, had it not begun when the request failed; 0 if it did not.
    public int brokenOff() {
        return brokenOff;
    }

    /// What became of it: its status, or that of what broke its answer off, or 499 where the client left before.
    public int outcome() {
        if (brokenOff != 0) {
            return brokenOff;
        }
        return response().ended() ? response().getStatusCode() : CLIENT_LEFT;
    }

    /// Ends the response with what is left of its body.
    public void end(Buffer rest) {
        Future<Void> written = response().end(rest);
        if (closing) {
            StrictRequestDecoder.stop(request.connection());
            written.onComplete(_ -> closeGently());
        }
    }

    /// A client that is still sending would lose the response if the connection were just closed.
    private void closeGently() {
        if (request.isEnded()) {
            request.connection().close();
        } else {
            StrictRequestDecoder.hangUp(request.connection());
            vertx.setTimer(LINGER_MILLIS, _ -> request.connection().close());
        }
    }

    /// The path as the client wrote it, without the query, which may hold secrets.
    public String instance() {
        @Nullable String path = request.path();
        return path == null || !path.startsWith("/") ? "/" : path;
    }
}
