package com.tasktracker.identity.session;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.page.Ordering;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// Where the caller is logged in.
@Path("/auth/sessions")
@Tag(name = "Sessions")
@RunOnVirtualThread
class SessionResource {

    private static final SortKey CREATED_AT = SortKey.of("created_at", "s.created_at", "timestamptz");

    private final Sessions sessions;
    private final Pages pages;
    private final Changes changes;
    private final CurrentRequest request;

    SessionResource(Sessions sessions, Pages pages, Changes changes, CurrentRequest request) {
        this.sessions = sessions;
        this.pages = pages;
        this.changes = changes;
        this.request = request;
    }

    @GET
    @Operation(operationId = "listSessions", summary = "The caller's sessions, newest first")
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "newest first unless given",
            schema = @Schema(enumeration = {"created_at", "-created_at"}))
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Outcome
    public Page<SessionView> list() {
        Parameters parameters = request.parameters();
        PageRequest page = pages.read(parameters, List.of(CREATED_AT), Ordering.descending(CREATED_AT));
        parameters.verify();
        Caller caller = request.caller();
        sessions.requireLive(caller);
        Integer count = page.includesCount() ? sessions.count(caller) : null;
        return pages.page(page, sessions.list(caller, page, Pages.tail(page, "s.id")), count);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "endSession", summary = "End one of the caller's sessions")
    @Outcome(propagates = true)
    public RestResponse<Propagating> end(UUID id) {
        Caller caller = request.caller();
        return Propagating.answer(changes.run(() -> {
            sessions.requireLive(caller);
            if (!sessions.end(id, caller)) {
                throw Problem.notFound();
            }
        }));
    }
}
