package com.tasktracker.kit.http;

import com.tasktracker.kit.caller.AccessTokens;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Problem;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Closed unless opened: a route whose method is not `@PermitAll` needs an access token, whatever else it declares.
/// Then, in the order of the contract, what [Edge] found out about media types, and parameters that nobody knows; last,
/// a list waits for its turn.
class CallerGate {

    private final AccessTokens tokens;
    private final PageMemory memory;

    CallerGate(AccessTokens tokens, PageMemory memory) {
        this.tokens = tokens;
        this.memory = memory;
    }

    @ServerRequestFilter
    void admit(ContainerRequestContext request, RoutingContext context) {
        RequestState state = RequestState.of(context);
        Route route = state.route;
        if (route == null) {
            throw new IllegalStateException("a request was dispatched without a route: "
                    + context.request().path());
        }
        if (!route.isPublic()) {
            Caller caller = tokens.verify(context.request().getHeader("Authorization"));
            state.caller = caller;
            context.put(RequestState.CALLER, caller.id().toString());
        }
        @Nullable Problem mediaTypeProblem = state.mediaTypeProblem;
        if (mediaTypeProblem != null) {
            throw mediaTypeProblem;
        }
        refuseUnknownParameters(context, route, state);
        if (route.isList()) {
            memory.begin(context);
        }
    }

    /// They are told at once where the route reads nothing more; else with the other faults of the request.
    private static void refuseUnknownParameters(RoutingContext context, Route route, RequestState state) {
        @Nullable String query = context.request().query();
        if (query == null || query.isEmpty()) {
            return;
        }
        Set<String> known = route.parameters();
        for (String name : Query.of(context).names()) {
            if (!known.contains(name)) {
                state.faults.add(name, Fault.Code.UNKNOWN, unknown(known));
            }
        }
        if (known.isEmpty() && route.consumes().isEmpty()) {
            state.faults.throwIfAny();
        }
    }

    private static String unknown(Set<String> known) {
        return known.isEmpty()
                ? "is not a parameter; this route takes none"
                : "is not a parameter here; there are "
                        + String.join(", ", known.stream().sorted().toList());
    }
}
