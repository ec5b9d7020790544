package com.tasktracker.kit.http;

import com.tasktracker.kit.caller.Caller;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// The request that is being answered.
@ApplicationScoped
public class CurrentRequest {

    private final CurrentVertxRequest current;

    CurrentRequest(CurrentVertxRequest current) {
        this.current = current;
    }

    /// Who asks. A defect where the route is public.
    public Caller caller() {
        Caller caller = state().caller;
        if (caller == null) {
            throw new IllegalStateException("a public route has no caller");
        }
        return caller;
    }

    public Parameters parameters() {
        return new Parameters(path(), Query.of(context()), state().faults);
    }

    /// What `If-Match` demands of a change.
    public IfMatch ifMatch() {
        return IfMatch.parse(context().request().headers().getAll("If-Match"));
    }

    public @Nullable String header(String name) {
        return context().request().getHeader(name);
    }

    public String method() {
        return context().request().method().name();
    }

    /// Adds a header field to the answer.
    void answerHeader(String name, String value) {
        context().response().putHeader(name, value);
    }

    /// Takes back a header field of the answer.
    void withoutAnswerHeader(String name) {
        context().response().headers().remove(name);
    }

    public String path() {
        return String.valueOf(context().request().path());
    }

    public String requestId() {
        return state().requestId;
    }

    /// The address of the client as the gateway tells it in `X-Forwarded-For`, which only the gateway can reach us to
    /// say; else the peer's own.
    public String clientAddress() {
        String forwarded = header("X-Forwarded-For");
        if (forwarded != null && !forwarded.isBlank()) {
            return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        }
        return context().request().remoteAddress() == null
                ? "unknown"
                : String.valueOf(context().request().remoteAddress().hostAddress());
    }

    RequestState state() {
        return RequestState.of(context());
    }

    private RoutingContext context() {
        return current.getCurrent();
    }
}
