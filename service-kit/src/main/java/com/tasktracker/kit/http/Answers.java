package com.tasktracker.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Gives answers that show a [Versioned] view their `ETag`, and answers 304 where the client has it already.
class Answers {

    private static final String REVALIDATE = "private, no-cache";

    private final ObjectMapper mapper;

    Answers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @ServerResponseFilter
    void tag(ContainerRequestContext request, ContainerResponseContext response, RoutingContext context)
            throws JsonProcessingException {
        if (!(response.getEntity() instanceof Versioned view) || response.getStatus() >= 300) {
            return;
        }
        // Written here once for the digest and the answer; the JSON writer passes a string on as it is.
        String shown = mapper.writeValueAsString(view);
        String tag = ETags.of(view.version(), shown);
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("ETag", tag);
        headers.putSingle("Cache-Control", REVALIDATE);
        if (isKnown(context, tag)) {
            response.setStatus(304);
            response.setEntity(null);
        } else {
            response.setEntity(shown);
        }
    }

    private static boolean isKnown(RoutingContext context, String tag) {
        String method = context.request().method().name();
        List<String> headers = context.request().headers().getAll("If-None-Match");
        if (headers.isEmpty() || !(method.equals("GET") || method.equals("HEAD"))) {
            return false;
        }
        String header = String.join(",", headers).strip();
        return header.equals("*")
                || IfMatch.tags("If-None-Match", header).stream()
                        .anyMatch(known -> known.equals(tag) || known.equals("W/" + tag));
    }
}
