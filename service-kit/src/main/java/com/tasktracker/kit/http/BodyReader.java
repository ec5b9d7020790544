package com.tasktracker.kit.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Shape;
import com.tasktracker.kit.body.StrictJson;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/// Reads the bodies of requests by their [Shape], ahead of the reader of the framework, which stops at the first fault.
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Priority(Priorities.USER - 1_000)
public class BodyReader implements ServerMessageBodyReader<Body> {

    /// The limit of the API contract: 1 MiB.
    private static final int MAX_BYTES = 1 << 20;

    private final CurrentRequest request;

    BodyReader(CurrentRequest request) {
        this.request = request;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, ResteasyReactiveResourceInfo method, MediaType mediaType) {
        return Body.class.isAssignableFrom(type);
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return Body.class.isAssignableFrom(type);
    }

    @Override
    public Body readFrom(Class<Body> type, Type generic, MediaType mediaType, ServerRequestContext context)
            throws IOException {
        return read(type, context.getInputStream());
    }

    @Override
    public Body readFrom(
            Class<Body> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream)
            throws IOException {
        return read(type, stream);
    }

    static Problem tooLarge() {
        return Problem.of(413, "content-too-large", "Content too large", "A body may have at most 1 MiB.");
    }

    private Body read(Class<Body> type, InputStream stream) throws IOException {
        Shape<Body> shape = Shape.of(type);
        Faults faults = request.state().faults;
        byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        ObjectNode object = bytes.length == 0 && shape.mayBeAbsent()
                ? JsonNodeFactory.instance.objectNode()
                : StrictJson.object(bytes, faults);
        request.state().fingerprinted =
                shape.hasSecrets() ? shape.withoutSecrets(object).toString().getBytes(StandardCharsets.UTF_8) : bytes;
        @Nullable Body body = shape.bind(object, "", faults);
        faults.throwIfAny();
        if (body == null) {
            throw new IllegalStateException("a body without a fault was not bound: " + type);
        }
        return body;
    }
}
