package com.tasktracker.kit.http;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Lets [UnreadableRequests] answer what the HTTP server cannot read.
///
/// Vert.x has a handler for that, but Quarkus gives nobody a way to set it on the server that it makes. So it is set on
/// the connection, at the moment when the server tells the tracer that such a request has begun, which is just before
/// it looks for the handler. The connection is closed with the answer. All else goes to the tracer that was there.
@Singleton
class UnreadableRequestHook implements VertxOptionsCustomizer {

    private final Instance<UnreadableRequests> unreadable;

    UnreadableRequestHook(Instance<UnreadableRequests> unreadable) {
        this.unreadable = unreadable;
    }

    @Override
    @SuppressWarnings("deprecation") // its successor is a builder that is Quarkus' own
    public void accept(VertxOptions options) {
        @Nullable TracingOptions given = options.getTracingOptions();
        options.setTracingOptions(new TracingOptions().setFactory(_ -> hooked(given)));
    }

    @SuppressWarnings("unchecked") // it gets back what it gave
    private VertxTracer<?, ?> hooked(@Nullable TracingOptions given) {
        if (given == null || given.getFactory() == null) {
            return new Hooked<Object, Object>(VertxTracer.NOOP);
        }
        return new Hooked<Object, Object>(given.getFactory().tracer(given));
    }

    private final class Hooked<I, O> implements VertxTracer<I, O> {

        private final VertxTracer<I, O> tracer;

        private Hooked(VertxTracer<I, O> tracer) {
            this.tracer = tracer;
        }

        @Override
        public <R> I receiveRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                Iterable<Map.Entry<String, String>> headers,
                TagExtractor<R> tagExtractor) {
            if (request instanceof HttpServerRequest read
                    && UnreadableRequests.isOne(read)
                    && read.connection() instanceof HttpServerConnection connection) {
                Handler<HttpServerRequest> answer = unreadable.get()::answer;
                connection.handler(answer).invalidRequestHandler(answer);
            }
            return tracer.receiveRequest(context, kind, policy, request, operation, headers, tagExtractor);
        }

        @Override
        public <R> void sendResponse(
                Context context, R response, I payload, Throwable failure, TagExtractor<R> tagExtractor) {
            tracer.sendResponse(context, response, payload, failure, tagExtractor);
        }

        @Override
        public <R> O sendRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                BiConsumer<String, String> headers,
                TagExtractor<R> tagExtractor) {
            return tracer.sendRequest(context, kind, policy, request, operation, headers, tagExtractor);
        }

        @Override
        public <R> void receiveResponse(
                Context context, R response, O payload, Throwable failure, TagExtractor<R> tagExtractor) {
            tracer.receiveResponse(context, response, payload, failure, tagExtractor);
        }

        @Override
        public void close() {
            tracer.close();
        }
    }
}
