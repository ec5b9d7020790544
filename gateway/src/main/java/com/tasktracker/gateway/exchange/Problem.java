package com.tasktracker.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;

/// An error as RFC 9457 writes it.
///
/// @param detail one sentence for a person; names no host, no class and no secret
record Problem(ProblemType type, String detail) {
    static final CharSequence MEDIA_TYPE = HttpHeaders.createOptimized("application/problem+json");

    Buffer json(Exchange exchange) {
        return new JsonObject()
                .put("type", type.type())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail)
                .put("instance", exchange.instance())
                .put("request_id", exchange.requestId())
                .toBuffer();
    }
}
