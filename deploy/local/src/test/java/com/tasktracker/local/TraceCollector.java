package com.tasktracker.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Takes traces as OTLP over HTTP has them (opentelemetry-proto, `ExportTraceServiceRequest` at `/v1/traces`).
final class TraceCollector implements AutoCloseable {

    /// @param service that made it
    /// @param parentId empty for the root of a trace
    record Span(String service, String traceId, String spanId, String parentId, String name) {}

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    TraceCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// All spans of one trace that have come so far.
    List<Span> trace(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ProtobufMessage request =
                    new ProtobufMessage(exchange.getRequestBody().readAllBytes());
            for (ProtobufMessage ofResource : request.messages(1)) {
                String service = serviceOf(ofResource.messages(1).getFirst());
                for (ProtobufMessage ofScope : ofResource.messages(2)) {
                    ofScope.messages(2).forEach(span -> spans.add(read(service, span)));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static String serviceOf(ProtobufMessage resource) {
        return resource.messages(1).stream()
                .filter(attribute -> text(attribute.bytes(1)).equals("service.name"))
                .map(attribute -> text(attribute.messages(2).getFirst().bytes(1)))
                .findAny()
                .orElse("");
    }

    private static Span read(String service, ProtobufMessage span) {
        HexFormat hex = HexFormat.of();
        return new Span(
                service,
                hex.formatHex(span.bytes(1)),
                hex.formatHex(span.bytes(2)),
                hex.formatHex(span.bytes(4)),
                text(span.bytes(5)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
