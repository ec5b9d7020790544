package com.tasktracker.gateway.observe;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.exchange.Exchange;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes one span of each request: the root of its trace, or the child of what the client sent as `traceparent`. Those
/// of the services come below it. The attributes are those of OpenTelemetry's conventions for HTTP servers.
@ApplicationScoped
public class Spans {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("request.id");
    private static final AttributeKey<String> UPSTREAM = AttributeKey.stringKey("upstream");

    private final @Nullable Tracer tracer;

    public Spans(GatewayConfig config, OpenTelemetry telemetry) {
        this.tracer = config.tracesOff() ? null : telemetry.getTracer("com.tasktracker.gateway");
    }

    /// Begins the span of a request, which the services are told of.
    ///
    /// @return null where none is made: traces are off, or somebody only asks whether all is well
    public @Nullable Span begin(Exchange exchange) {
        if (tracer == null || exchange.request().uri().startsWith("/health/")) {
            return null;
        }
        SpanBuilder builder = tracer.spanBuilder(methodOf(exchange, "HTTP")).setSpanKind(SpanKind.SERVER);
        Span span = (exchange.traceIsOurs()
                        ? builder.setNoParent()
                        : builder.setParent(Context.root().with(Span.wrap(sentBy(exchange)))))
                .startSpan();
        SpanContext context = span.getSpanContext();
        exchange.continueTrace("00-" + context.getTraceId() + '-' + context.getSpanId() + '-'
                + context.getTraceFlags().asHex());
        return span;
    }

    private static SpanContext sentBy(Exchange exchange) {
        String sent = exchange.traceparent();
        return SpanContext.createFromRemoteParent(
                sent.substring(3, 35), sent.substring(36, 52), TraceFlags.fromHex(sent, 53), TraceState.getDefault());
    }

    private static String methodOf(Exchange exchange, String other) {
        String method = exchange.request().method().name();
        return METHODS.contains(method) ? method : other;
    }

    /// Ends it, however the request ended.
    public void end(Span span, Exchange exchange) {
        if (span.isRecording()) {
            String route = exchange.route().template();
            if (!route.isEmpty()) {
                span.updateName(methodOf(exchange, "HTTP") + ' ' + route);
                span.setAttribute(ROUTE, route);
            }
            if (!exchange.upstream().isEmpty()) {
                span.setAttribute(UPSTREAM, exchange.upstream());
            }
            span.setAttribute(METHOD, methodOf(exchange, "_OTHER"));
            span.setAttribute(STATUS, (long) exchange.outcome());
            span.setAttribute(REQUEST_ID, exchange.requestId());
            if (exchange.outcome() >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }
}
