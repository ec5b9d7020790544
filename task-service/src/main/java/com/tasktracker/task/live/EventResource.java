package com.tasktracker.task.live;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The events of a board, as they happen.
@Path("/boards/{id}/events")
@Tag(name = "Boards")
@RunOnVirtualThread
class EventResource {

    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String LAST_EVENT_PARAMETER = "last_event_id";

    private final EventLog log;
    private final Streams streams;
    private final CurrentRequest request;

    EventResource(EventLog log, Streams streams, CurrentRequest request) {
        this.log = log;
        this.streams = streams;
        this.request = request;
    }

    /// The answer is written past the framework, whose streams make and encode each event anew for each reader. It says
    /// in `Last-Event-ID` where it begins, so that a reader who hears nothing more can resume too.
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followBoard",
            summary = "Follow what happens on a board",
            description =
                    "Server-sent events, each with an `id` that grows by one, a comment every 15 s, and at last an "
                            + "event named `end` that says why.")
    @Parameter(
            name = LAST_EVENT_PARAMETER,
            in = ParameterIn.QUERY,
            description = "Where to go on from, for clients that cannot send `Last-Event-ID`.",
            schema = @Schema(maxLength = 20))
    @Parameter(
            name = LAST_EVENT_ID,
            in = ParameterIn.HEADER,
            description = "The id of the last event that was seen: what came after it is told first.",
            schema = @Schema(maxLength = 20))
    @Outcome(problems = "conflict")
    @Blocking
    public CompletionStage<Void> events(UUID id, RoutingContext context) {
        Caller caller = request.caller();
        Optional<Long> resumed = lastEventId();
        EventLog.Head head = log.head(caller, id);
        long seen = resumed.orElse(head.seq());
        if (seen < head.cut() || seen > head.seq()) {
            throw Problem.conflict(
                    "conflict",
                    "The stream cannot be resumed there",
                    "The log does not reach from that event on: read the board anew.");
        }
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", MediaType.SERVER_SENT_EVENTS)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .putHeader(LAST_EVENT_ID, Long.toString(seen))
                .setChunked(true);
        if (request.method().equals("HEAD")) {
            // The framework has its own idea of an answer without a body, and may have it once this one is out.
            return response.end().toCompletionStage();
        }
        return streams.open(new Reader(id, caller.id(), caller.session()), seen, response);
    }

    /// Of the header, which clients send when they come back, else of the parameter.
    private Optional<Long> lastEventId() {
        Parameters parameters = request.parameters();
        @Nullable String header = request.header(LAST_EVENT_ID);
        boolean isInHeader = header != null && !header.isEmpty();
        Optional<String> parameter = parameters.one(LAST_EVENT_PARAMETER);
        Optional<String> text = isInHeader ? Optional.ofNullable(header) : parameter;
        Optional<Long> id = text.flatMap(EventResource::number);
        if (text.isPresent() && id.isEmpty()) {
            parameters
                    .faults()
                    .add(
                            isInHeader ? LAST_EVENT_ID : LAST_EVENT_PARAMETER,
                            Code.MALFORMED,
                            "must be the id of an event of this board");
        }
        parameters.verify();
        return id;
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
