package com.tasktracker.kit.http;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a request as it goes through a service. It travels in the routing context, under keys that the
/// access log names too.
final class RequestState {

    static final String REQUEST_ID = "request_id";
    static final String ROUTE = "route";
    static final String CALLER = "caller";

    private static final String STATE = RequestState.class.getName();

    final String requestId;
    final Faults faults = new Faults();

    @Nullable
    Route route;

    @Nullable
    Caller caller;

    /// The body as it was sent, or what is not secret of it; empty where none was read.
    byte[] fingerprinted = new byte[0];

    /// Gives back the right to put a page together, where there is one.
    Runnable making = () -> {};

    /// What is wrong with its media types; told only once it is known that the caller may ask at all.
    @Nullable
    Problem mediaTypeProblem;

    private RequestState(String requestId) {
        this.requestId = requestId;
    }

    static RequestState begin(RoutingContext context, String requestId) {
        RequestState state = new RequestState(requestId);
        context.put(STATE, state);
        context.put(REQUEST_ID, requestId);
        return state;
    }

    /// The state of a request that has passed [Edge].
    static RequestState of(RoutingContext context) {
        return find(context).orElseThrow(() -> new IllegalStateException("the request has not passed the edge"));
    }

    /// Empty where it has not.
    static Optional<RequestState> find(RoutingContext context) {
        return Optional.ofNullable(context.get(STATE));
    }
}
