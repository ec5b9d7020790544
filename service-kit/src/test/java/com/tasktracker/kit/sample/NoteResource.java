package com.tasktracker.kit.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.Due;
import com.tasktracker.kit.body.Items;
import com.tasktracker.kit.body.JsonObject;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Matches;
import com.tasktracker.kit.body.MayBeAbsent;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.Range;
import com.tasktracker.kit.body.Required;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.ETags;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.http.Versioned;
import com.tasktracker.kit.page.Ordering;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// A small resource that uses all of the kit, so that the conventions can be tested where they live.
@Path("/notes")
@Tag(name = "Notes")
@RunOnVirtualThread
public class NoteResource {

    private static final SortKey TITLE = SortKey.of("title", "title", "text");
    private static final SortKey DUE_DATE = SortKey.nullable("due_date", "due_date", "timestamptz");

    enum Colour {
        RED,
        GREEN
    }

    record Frame(
            @Line(max = 10) String kind,
            @Range(min = 1, max = 9) Integer width) implements Body {}

    record NewNote(
            @Required @Line(max = 20) String title,
            @Nullable @Prose(max = 30) String body,
            @Nullable @Due Instant dueDate,
            @Nullable Colour colour,
            @Nullable @Items(max = 3) @Line(max = 5) List<String> labels,
            @Nullable Frame frame,

            @Nullable @JsonObject(maxBytes = 64, maxDepth = 2)
            ObjectNode metadata,

            @Nullable Boolean pinned,
            @Nullable UUID owner,

            @Nullable @Line(max = 9) @Matches(value = "[a-z]+", says = "must be of a-z")
            String slug)
            implements Body {}

    record NoteEdit(
            @Required @Line(max = 20) Change<String> title,
            @Prose(max = 30) Change<String> body,
            @Due Change<Instant> dueDate)
            implements Body {}

    @MayBeAbsent
    record Farewell(@Nullable @Line(max = 9) String word) implements Body {}

    record NoteView(
            UUID id,
            String title,
            @Nullable String body,
            @Nullable Instant dueDate,
            long version) implements Versioned {}

    private final Sql sql;
    private final CurrentRequest request;
    private final Pages pages;
    private final ETags tags;
    private final Clock clock;
    private final Idempotency idempotency;

    NoteResource(Sql sql, CurrentRequest request, Pages pages, ETags tags, Clock clock, Idempotency idempotency) {
        this.sql = sql;
        this.request = request;
        this.pages = pages;
        this.tags = tags;
        this.clock = clock;
        this.idempotency = idempotency;
    }

    @POST
    @Operation(operationId = "createNote", summary = "Write a note")
    @Outcome(status = 201, repeatable = true, problems = "forbidden")
    public RestResponse<NoteView> create(NewNote note) {
        NoteView created = idempotency.attempt(
                request.caller().id().toString(),
                claim -> QuarkusTransaction.requiringNew().call(() -> find(create(note, claim))));
        return RestResponse.ResponseBuilder.<NoteView>created(URI.create("/notes/" + created.id()))
                .entity(created)
                .build();
    }

    private UUID create(NewNote note, Idempotency.Claim claim) {
        Optional<Idempotency.Earlier> earlier = claim.replayed();
        if (earlier.isPresent()) {
            return Objects.requireNonNull(earlier.get().createdId());
        }
        UUID id = Ids.next(clock);
        sql.update(
                "INSERT INTO note (id, title, body, due_date, version) VALUES (?, ?, ?, ?, 1)",
                id,
                note.title(),
                note.body(),
                note.dueDate());
        claim.keep(id);
        return id;
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getNote", summary = "A note")
    @Outcome
    public NoteView read(UUID id) {
        return find(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Operation(operationId = "changeNote", summary = "Change a note")
    @Outcome(conditional = true, propagates = true)
    public NoteView change(UUID id, NoteEdit edit) {
        NoteView note = find(id);
        request.ifMatch().require(note, tags, Map.of("title", note.title()));
        sql.update(
                "UPDATE note SET title = ?, body = ?, due_date = ?, version = version + 1 WHERE id = ?",
                edit.title().orKeep(note.title()),
                edit.body().over(note.body()),
                edit.dueDate().over(note.dueDate()),
                id);
        return find(id);
    }

    @GET
    @Parameter(name = "search", in = ParameterIn.QUERY, description = "how it begins", schema = @Schema(maxLength = 20))
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "a key",
            schema = @Schema(enumeration = {"title", "-title"}))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listNotes", summary = "All notes")
    @Outcome
    public Page<NoteView> list() {
        Parameters parameters = request.parameters();
        String search = parameters.text("search", 20).orElse("");
        PageRequest page = pages.read(parameters, List.of(TITLE, DUE_DATE), Ordering.ascending(TITLE));
        parameters.verify();
        Pages.Tail tail = Pages.tail(page, "id");
        List<@Nullable Object> values = new ArrayList<>(List.of(search + "%"));
        values.addAll(tail.parameters());
        String statement = "SELECT id, title, body, due_date, version, " + Pages.columns(page, "id")
                + " FROM note WHERE title LIKE ?" + tail.statement();
        Integer count = page.includesCount()
                ? sql.first("SELECT count(*) AS n FROM note WHERE title LIKE ?", row -> row.number("n"), search + "%")
                        .orElseThrow()
                : null;
        return pages.page(page, sql.list(statement, Pages.row(NoteResource::view), values.toArray()), count);
    }

    @POST
    @Path("/farewell")
    @PermitAll
    public Map<String, String> farewell(Farewell farewell) {
        return Map.of("word", String.valueOf(farewell.word()));
    }

    record Asked(
            List<UUID> owners,
            @Nullable UUID owner,
            List<Colour> colours,
            @Nullable Colour colour,
            @Nullable Instant after) {}

    @GET
    @Path("/asked")
    @PermitAll
    @Parameter(
            name = "owners",
            in = ParameterIn.QUERY,
            description = "any",
            schema = @Schema(implementation = UUID[].class))
    @Parameter(
            name = "owner",
            in = ParameterIn.QUERY,
            description = "any",
            schema = @Schema(implementation = UUID.class))
    @Parameter(
            name = "colours",
            in = ParameterIn.QUERY,
            description = "any",
            schema = @Schema(implementation = Colour[].class))
    @Parameter(
            name = "colour",
            in = ParameterIn.QUERY,
            description = "any",
            schema = @Schema(implementation = Colour.class))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "any",
            schema = @Schema(implementation = Instant.class))
    @Operation(operationId = "ask", summary = "What was asked")
    @Outcome(problems = {"unauthenticated", "invalid-token"})
    public Asked asked() {
        Parameters parameters = request.parameters();
        Asked asked = new Asked(
                parameters.ids("owners"),
                parameters.id("owner").orElse(null),
                parameters.choices("colours", Colour.class),
                parameters.choice("colour", Colour.class).orElse(null),
                parameters.time("after").orElse(null));
        parameters.verify();
        return asked;
    }

    @GET
    @Path("/failing")
    @PermitAll
    @Parameter(name = "state", in = ParameterIn.QUERY)
    public String failing() {
        String state = request.parameters().one("state").orElseThrow();
        sql.update("DO $$ BEGIN RAISE EXCEPTION 'a secret detail' USING ERRCODE = '" + state + "'; END $$");
        return "";
    }

    @GET
    @Path("/defect")
    @PermitAll
    public String defect() {
        throw new IllegalStateException("secret details");
    }

    private NoteView find(UUID id) {
        return sql.first("SELECT id, title, body, due_date, version FROM note WHERE id = ?", NoteResource::view, id)
                .orElseThrow(Problem::notFound);
    }

    private static NoteView view(Row row) throws SQLException {
        return new NoteView(
                row.id("id"),
                row.text("title"),
                row.textOrNull("body"),
                row.timeOrNull("due_date"),
                row.bigNumber("version"));
    }
}
