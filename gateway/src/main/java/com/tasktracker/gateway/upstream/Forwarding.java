package com.tasktracker.gateway.upstream;

import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.ProblemType;
import com.tasktracker.gateway.hygiene.Fields;
import com.tasktracker.gateway.hygiene.RequestTarget;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request on its way to a replica, and the answer on its way back.
///
/// It is tried on another replica if no connection came about, or, once, if it is a GET or HEAD whose connection broke
/// before an answer; whatever else was sent is never sent again. All of it happens on one event loop.
final class Forwarding {
    private enum Phase {
        CONNECTING,
        /// The request is under way or has arrived; there is no answer yet.
        WAITING,
        ANSWERING,
        DONE
    }

    /// How long a client takes to send or to read a body, where nothing is the matter.
    private static final long USUAL = TimeUnit.SECONDS.toNanos(1);

    private static final String UNREACHABLE = "A part of the service cannot be reached. Try again later.";

    private final Forwarder forwarder;
    private final Exchange exchange;
    private final Upstream upstream;
    private final String uri;
    private final RequestBody body;
    private final List<Replica> tried = new ArrayList<>(2);

    private Phase phase = Phase.CONNECTING;
    private @Nullable Replica replica;
    private @Nullable HttpClientRequest outward;
    private @Nullable AnswerBody answer;
    private boolean retried;
    /// How often it was sent; what is heard of an earlier attempt counts no more.
    private int attempts;
    private long progressAt;
    /// Since when it waits, or is answered.
    private long phaseAt;

    Forwarding(Forwarder forwarder, Exchange exchange, RequestTarget.Valid target, Upstream upstream) {
        this.forwarder = forwarder;
        this.exchange = exchange;
        this.upstream = upstream;
        this.uri = target.uri();
        this.body = new RequestBody(this, exchange, forwarder.config().maxBody());
    }

    void start() {
        forwarder.began(this);
        body.hold();
        exchange.response().closeHandler(_ -> clientLeft());
        attempt();
    }

    private void attempt() {
        long now = System.nanoTime();
        Replica chosen = upstream.choose(tried, now);
        if (chosen == null) {
            long pause = TimeUnit.NANOSECONDS.toSeconds(upstream.remainingPause(now)) + 1;
            exchange.response().putHeader("retry-after", Long.toString(pause));
            fail(ProblemType.UNAVAILABLE, UNREACHABLE);
            return;
        }
        phase = Phase.CONNECTING;
        progressed();
        tried.add(chosen);
        replica = chosen;
        chosen.begin();
        forwarder.connect(chosen, exchange, uri).onComplete(result -> connected(chosen, result));
    }

    private void connected(Replica chosen, AsyncResult<HttpClientRequest> result) {
        if (phase == Phase.DONE) {
            if (result.succeeded()) {
                result.result().exceptionHandler(_ -> {}).reset();
            }
            return;
        }
        if (result.succeeded()) {
            send(result.result());
        } else if (result.cause() instanceof ConnectionPoolTooBusyException
                || result.cause() instanceof TimeoutException) {
            // The replica is busy, not broken: its circuit hears nothing of it.
            exchange.response().putHeader("retry-after", "1");
            fail(
                    ProblemType.UNAVAILABLE,
                    "Too many requests are waiting for this part of the service. Try again later.");
        } else {
            release(chosen);
            chosen.circuit().failed(System.nanoTime());
            attempt();
        }
    }

    private void send(HttpClientRequest request) {
        phase = Phase.WAITING;
        outward = request;
        progressed();
        phaseAt = progressAt;
        MultiMap fields = request.headers();
        Fields.copyInward(exchange.request().headers(), fields);
        Fields.introduce(exchange.client(), fields);
        fields.set("x-request-id", exchange.requestId());
        fields.set("traceparent", exchange.traceparent());
        if (!exchange.traceIsOurs() && exchange.request().headers().contains("tracestate")) {
            // Those of several fields are one list (W3C Trace Context, section 3.3.1).
            fields.set(
                    "tracestate", String.join(",", exchange.request().headers().getAll("tracestate")));
        }
        if (forwarder.isWornOut(request.connection(), progressAt)) {
            fields.set("connection", "close");
        }
        int attempt = ++attempts;
        request.exceptionHandler(_ -> broken(attempt));
        request.response().onComplete(result -> {
            if (result.succeeded()) {
                answered(attempt, result.result());
            } else {
                broken(attempt);
            }
        });
        body.sendTo(request);
    }

    private void answered(int attempt, HttpClientResponse response) {
        if (phase != Phase.WAITING || attempt != attempts) {
            return;
        }
        phase = Phase.ANSWERING;
        progressed();
        phaseAt = progressAt;
        response.exceptionHandler(_ -> broken(attempt));
        if (replica != null) {
            replica.circuit().succeeded();
        }
        if (response.statusCode() < 200) {
            fail(ProblemType.BAD_GATEWAY, "The service switched to another protocol.");
            return;
        }
        if (body.isUnfinished()) {
            exchange.closeAfterwards();
        }
        if (response.statusCode() >= 400 && !isProblem(response)) {
            Fields.copyOfRefusal(response.headers(), exchange.response().headers());
            fail(ProblemType.ofStatus(response.statusCode()), "The service refused the request and did not say why.");
            return;
        }
        if (!AnswerBody.hasReadableLength(response)) {
            fail(ProblemType.BAD_GATEWAY, "The length of the service's answer cannot be read.");
            return;
        }
        answer = new AnswerBody(exchange, response, this);
        answer.relay();
    }

    private static boolean isProblem(HttpClientResponse response) {
        String type = response.getHeader("content-type");
        return type != null && type.startsWith("application/problem+json");
    }

    /// The connection to the replica broke, or what came over it was no HTTP.
    void broken(int attempt) {
        if (phase == Phase.DONE || attempt != attempts) {
            return;
        }
        Replica failing = replica;
        if (failing != null) {
            failing.circuit().failed(System.nanoTime());
        }
        if (phase == Phase.WAITING && mayRepeat() && failing != null) {
            retried = true;
            outward = null;
            release(failing);
            if (upstream.replicas().size() == tried.size()) {
                tried.clear();
            }
            attempt();
        } else {
            fail(ProblemType.BAD_GATEWAY, "The connection to the service broke before its answer was complete.");
        }
    }

    private boolean mayRepeat() {
        HttpMethod method = exchange.request().method();
        return !retried && !body.isExpected() && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
    }

    /// Called now and then while this is under way.
    void checkProgress(long now) {
        long still = now - progressAt;
        switch (phase) {
            case CONNECTING, DONE -> {}
            case WAITING -> {
                if (body.isAwaitingClient()) {
                    if (still > forwarder.config().clientTimeout().toNanos()
                            || now - phaseAt > forwarder.config().bodyTimeout().toNanos()) {
                        fail(ProblemType.MALFORMED_REQUEST, "The body of the request did not arrive in time.");
                    }
                } else if (still > forwarder.config().answerTimeout().toNanos()) {
                    tooSlow(now);
                }
            }
            case ANSWERING -> {
                if (answer != null && answer.isAwaitingClient()) {
                    boolean takesTooLong = !answer.mayPause()
                            && now - phaseAt > forwarder.config().bodyTimeout().toNanos();
                    if (takesTooLong
                            || still > forwarder.config().clientTimeout().toNanos()) {
                        cutOff();
                    }
                    return;
                }
                boolean stream = answer != null && answer.mayPause();
                long limit = (stream
                                ? forwarder.config().streamTimeout()
                                : forwarder.config().answerTimeout())
                        .toNanos();
                if (still > limit) {
                    tooSlow(now);
                }
            }
        }
    }

    private void tooSlow(long now) {
        if (replica != null && phase == Phase.WAITING) {
            replica.circuit().failed(now);
        }
        fail(ProblemType.GATEWAY_TIMEOUT, "The service did not answer in time.");
    }

    private void cutOff() {
        finish(true);
        exchange.request().connection().close();
    }

    String caller() {
        return exchange.caller();
    }

    /// Whether it holds a connection to a replica, and has waited for its client for longer than clients usually take.
    boolean isHeldUp(long now) {
        boolean waits = switch (phase) {
            case WAITING -> body.isAwaitingClient();
            case ANSWERING -> answer != null && answer.isAwaitingClient() && !answer.mayPause();
            case CONNECTING, DONE -> false;
        };
        return waits && now - phaseAt > USUAL;
    }

    /// Lets go of its connection, since its client keeps too many of them.
    void giveWay() {
        if (phase == Phase.ANSWERING) {
            cutOff();
            return;
        }
        exchange.limited();
        exchange.response().putHeader("retry-after", "1");
        fail(ProblemType.RATE_LIMITED, "Too many of your requests are waiting for their bodies. Send fewer at a time.");
    }

    void progressed() {
        progressAt = System.nanoTime();
    }

    /// Gives the request up, on both sides.
    void fail(ProblemType type, String detail) {
        if (phase == Phase.DONE) {
            return;
        }
        finish(true);
        exchange.refuse(type, detail);
    }

    void endStream() {
        if (phase == Phase.ANSWERING && answer != null && answer.mayPause()) {
            finish(true);
            exchange.closeAfterwards();
            exchange.end(Buffer.buffer());
        }
    }

    private void clientLeft() {
        finish(true);
    }

    /// The whole answer has been passed on.
    void complete() {
        finish(body.isUnfinished());
    }

    private void finish(boolean cancel) {
        if (phase == Phase.DONE) {
            return;
        }
        Phase last = phase;
        phase = Phase.DONE;
        forwarder.ended(this);
        if (cancel && outward != null) {
            outward.reset();
        }
        if (replica != null && tried.contains(replica)) {
            if (last == Phase.WAITING || last == Phase.CONNECTING) {
                replica.circuit().abandoned();
            }
            release(replica);
        }
        body.drop();
    }

    private void release(Replica used) {
        used.end();
        replica = null;
    }
}
