package com.tasktracker.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.problem.Problem;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Answers what the HTTP server could not read as a request, so that nothing else ever sees it: a header or a request
/// line that is too long, and what is no HTTP. Vert.x would answer it without a body.
@Singleton
class UnreadableRequests {

    /// What a request line becomes that cannot be read.
    private static final String NO_TARGET = "/bad-request";

    /// How long the client has to read the answer before its connection is closed on what it still sends.
    private static final long LINGER_MILLIS = 200;

    private final ObjectMapper mapper;
    private final Clock clock;
    private final Vertx vertx;

    UnreadableRequests(ObjectMapper mapper, Clock clock, Vertx vertx) {
        this.mapper = mapper;
        this.vertx = vertx;
        this.clock = clock;
    }

    /// Whether it could not be read, or is one that the framework would refuse in a form of its own.
    static boolean isOne(HttpServerRequest request) {
        return request.decoderResult().isFailure() || !isTarget(request) || lacksHost(request);
    }

    private static boolean lacksHost(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1 && request.authority() == null;
    }

    private static boolean isTarget(HttpServerRequest request) {
        @Nullable String path = request.path();
        try {
            return path != null && path.startsWith("/") && new URI(request.uri()).getRawPath() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    void answer(HttpServerRequest request) {
        String requestId = Ids.next(clock).toString();
        Problem problem = problem(request);
        String instance = request.uri().equals(NO_TARGET) ? "/" : String.valueOf(request.path());
        HttpServerResponse response = request.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", MediaTypes.PROBLEM)
                .putHeader("X-Request-Id", requestId)
                .putHeader("Connection", "close");
        try {
            Buffer body = Buffer.buffer(mapper.writeValueAsBytes(problem.body(instance, requestId)));
            response.putHeader("Content-Length", Integer.toString(body.length()))
                    .write(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        // The connection is closed with the response's end.
        vertx.setTimer(LINGER_MILLIS, _ -> end(request));
    }

    private static Problem problem(HttpServerRequest request) {
        return request.decoderResult().isFailure() && request.decoderResult().cause() instanceof TooLongFrameException
                ? Problem.of(
                        431,
                        "headers-too-large",
                        "The header fields are too large",
                        "The request line or the header fields are too long.")
                : Problem.malformed("The request cannot be read.");
    }

    private static void end(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response().end();
            request.connection().close();
        }
    }
}
