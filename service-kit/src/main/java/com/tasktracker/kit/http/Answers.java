package com.tasktracker.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Writes what is answered, once. An answer that shows a [Versioned] view has its `ETag`, and is a 304 where the client
/// has it already; pages of lists keep to what [PageMemory] allows.
class Answers {

    private static final String REVALIDATE = "private, no-cache";

    private final ObjectMapper mapper;
    private final PageMemory memory;

    Answers(ObjectMapper mapper, PageMemory memory) {
        this.mapper = mapper;
        this.memory = memory;
    }

    @ServerResponseFilter
    void write(ContainerRequestContext request, ContainerResponseContext response, RoutingContext context)
            throws JsonProcessingException {
        if (response.getStatus() >= 300) {
            return;
        }
        switch (response.getEntity()) {
            case Versioned view -> tag(view, response, context);
            case null -> {}
            case Object page when isList(context) -> write(page, response, context);
            default -> {}
        }
    }

    private void tag(Versioned view, ContainerResponseContext response, RoutingContext context)
            throws JsonProcessingException {
        byte[] shown = mapper.writeValueAsBytes(view);
        String tag = ETags.of(view.version(), shown);
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("ETag", tag);
        headers.putSingle("Cache-Control", REVALIDATE);
        if (isKnown(context, tag)) {
            response.setStatus(304);
            response.setEntity(null);
        } else {
            answer(shown, response);
        }
    }

    private static boolean isList(RoutingContext context) {
        Route route = RequestState.of(context).route;
        return route != null && route.isList();
    }

    private void write(Object page, ContainerResponseContext response, RoutingContext context)
            throws JsonProcessingException {
        byte[] shown = mapper.writeValueAsBytes(page);
        memory.made(context);
        answer(shown.length < PageMemory.LARGE_BYTES ? shown : memory.large(shown, context), response);
    }

    private static void answer(Object written, ContainerResponseContext response) {
        response.setEntity(written, null, MediaType.APPLICATION_JSON_TYPE);
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
