package com.tasktracker.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.problem.Problem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// The first thing that a request meets, on the event loop: gives it its id and finds its route, so that unknown paths,
/// other methods and `OPTIONS` are answered as the contract has it before anything is read.
///
/// What is off about media types is noted and told later, since a caller who may not ask is told so first.
@Singleton
class Edge {

    private static final int BEFORE_ALL_ELSE = 1_000;
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final List<String> ANY_JSON = List.of(MediaTypes.JSON);

    private final Routes routes;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final long largestBody;

    Edge(
            Routes routes,
            ObjectMapper mapper,
            Clock clock,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.routes = routes;
        this.mapper = mapper;
        this.clock = clock;
        this.largestBody = largestBody.asLongValue();
    }

    void register(@Observes Filters filters) {
        routes.load();
        filters.register(this::admit, BEFORE_ALL_ELSE);
    }

    /// What the framework's router refuses by itself.
    void register(@Observes Router router) {
        router.errorHandler(400, context -> answer(context, Problem.malformed("The request cannot be read.")));
        router.errorHandler(404, context -> answer(context, Problem.notFound()));
        router.errorHandler(500, context -> answer(context, Problem.internal()));
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        RequestState state = RequestState.begin(context, requestId(request));
        MDC.put(RequestState.REQUEST_ID, state.requestId);
        context.response().putHeader("X-Request-Id", state.requestId);
        String path = request.path();
        if (path == null || path.isEmpty()) {
            answer(context, Problem.malformed("The request has no path."));
        } else if (path.startsWith("/q/")) {
            context.next();
        } else {
            route(context, state, Route.split(path));
        }
    }

    private String requestId(HttpServerRequest request) {
        @Nullable String given = request.getHeader("X-Request-Id");
        return given != null && REQUEST_ID.matcher(given).matches()
                ? given
                : Ids.next(clock).toString();
    }

    private void route(RoutingContext context, RequestState state, List<String> path) {
        HttpServerRequest request = context.request();
        Route route = routes.find(request.method().name(), path).orElse(null);
        if (route == null) {
            refuseUnrouted(context, routes.methods(path));
            return;
        }
        state.route = route;
        context.put(RequestState.ROUTE, route.template());
        if (isTooLarge(request)) {
            // Nobody reads it, so that nothing else can come on this connection.
            request.response()
                    .putHeader("Connection", "close")
                    .endHandler(_ -> request.connection().close());
            answer(context, BodyReader.tooLarge());
            return;
        }
        if (request.headers().getAll("Authorization").size() > 1) {
            answer(context, Problem.malformed("More than one Authorization header was sent."));
            return;
        }
        state.mediaTypeProblem = mediaTypeProblem(request, route);
        // From here on the types are settled; the framework would settle them in another order.
        request.headers().remove("Accept");
        if (!route.consumes().isEmpty()) {
            request.headers().set("Content-Type", MediaTypes.JSON);
        }
        context.next();
    }

    /// Whether the server would refuse to read the body, which it does without a word.
    private boolean isTooLarge(HttpServerRequest request) {
        @Nullable String length = request.getHeader("Content-Length");
        return length != null && Long.parseLong(length) > largestBody;
    }

    private void refuseUnrouted(RoutingContext context, Set<String> methods) {
        if (methods.isEmpty()) {
            answer(context, Problem.notFound());
            return;
        }
        String allow = String.join(", ", methods);
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.response().setStatusCode(204).putHeader("Allow", allow).end();
        } else {
            answer(
                    context,
                    Problem.of(405, "method-not-allowed", "Method not allowed", "This path has " + allow + ".")
                            .header("Allow", allow));
        }
    }

    private static @Nullable Problem mediaTypeProblem(HttpServerRequest request, Route route) {
        @Nullable String type = request.getHeader("Content-Type");
        boolean hasBody = hasBody(request);
        if (hasBody && request.getHeader("Content-Encoding") != null) {
            return unsupported(route, "A compressed body is not accepted.");
        }
        if (!route.consumes().isEmpty() && hasBody) {
            if (type == null
                    || !route.consumes().contains(MediaTypes.base(type))
                    || MediaTypes.hasForeignCharset(type)) {
                return unsupported(route, "The body must be " + String.join(" or ", route.consumes()) + " in UTF-8.");
            }
        }
        List<String> offered = route.produces().isEmpty() ? ANY_JSON : route.produces();
        return MediaTypes.accepts(request.getHeader("Accept"), offered)
                ? null
                : Problem.of(406, "not-acceptable", "Not acceptable", "This is " + String.join(", ", offered) + ".");
    }

    private static boolean hasBody(HttpServerRequest request) {
        @Nullable String length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
    }

    private static Problem unsupported(Route route, String detail) {
        Problem problem = Problem.of(415, "unsupported-media-type", "Unsupported media type", detail);
        if (route.consumes().isEmpty()) {
            return problem;
        }
        String header = route.method().equals("PATCH") ? "Accept-Patch" : "Accept-Post";
        return problem.header(header, String.join(", ", route.consumes()));
    }

    /// Writes a problem without going on.
    private void answer(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        RequestState state =
                RequestState.find(context).orElseGet(() -> RequestState.begin(context, requestId(context.request())));
        response.putHeader("X-Request-Id", state.requestId);
        response.setStatusCode(problem.status()).putHeader("Content-Type", MediaTypes.PROBLEM);
        problem.headers().forEach(response::putHeader);
        Map<String, Object> body = problem.body(String.valueOf(context.request().path()), state.requestId);
        try {
            response.end(Buffer.buffer(mapper.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
