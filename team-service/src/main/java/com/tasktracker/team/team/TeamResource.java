package com.tasktracker.team.team;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.feed.Admission;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.ETags;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.http.IfMatch;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.people.People;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Teams: `/teams`.
@Path("/teams")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Teams")
@RunOnVirtualThread
class TeamResource {

    private final CurrentRequest request;
    private final Changes changes;
    private final Idempotency idempotency;
    private final Admission admission;
    private final People people;
    private final Standings standings;
    private final Teams teams;
    private final Members members;
    private final Memberships memberships;
    private final TeamsFeed feed;
    private final TeamViews views;
    private final ETags tags;
    private final Clock clock;

    TeamResource(
            CurrentRequest request,
            Changes changes,
            Idempotency idempotency,
            Admission admission,
            People people,
            Standings standings,
            Teams teams,
            Members members,
            Memberships memberships,
            TeamsFeed feed,
            TeamViews views,
            ETags tags,
            Clock clock) {
        this.request = request;
        this.changes = changes;
        this.idempotency = idempotency;
        this.admission = admission;
        this.people = people;
        this.standings = standings;
        this.teams = teams;
        this.members = members;
        this.memberships = memberships;
        this.feed = feed;
        this.views = views;
        this.tags = tags;
        this.clock = clock;
    }

    @POST
    @Operation(operationId = "createTeam", summary = "Found a team, as its owner")
    @Outcome(status = 201, repeatable = true, problems = "conflict")
    public RestResponse<TeamView> create(NewTeam team) {
        Caller caller = request.caller();
        TeamView view = idempotency.attempt(
                caller.id().toString(),
                claim -> changes.commit(() -> {
                            people.holdSelfAlone(caller);
                            Optional<UUID> earlier = claim.replayed().map(Idempotency.Earlier::createdId);
                            earlier.ifPresent(id -> memberships.relyOn(id, caller.id()));
                            UUID id = earlier.orElseGet(() -> {
                                UUID created = found(team, caller.id());
                                claim.keep(created);
                                return created;
                            });
                            return views.of(id, caller.id());
                        })
                        .value());
        return RestResponse.ResponseBuilder.<TeamView>create(RestResponse.Status.CREATED)
                .header("Location", "/teams/" + view.id())
                .entity(view)
                .build();
    }

    private UUID found(NewTeam form, UUID founder) {
        teams.requireFewOf(founder);
        Team team = Team.founded(
                Ids.next(clock),
                form.name(),
                form.description(),
                Metadata.of(form.metadata()),
                founder,
                clock.instant());
        teams.persist(team);
        memberships.join(team.id(), founder, Role.ADMIN, founder);
        feed.changed(team);
        teams.flush();
        return team.id();
    }

    @GET
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "part of the name",
            schema = @Schema(maxLength = 100))
    @Parameter(
            name = "role",
            in = ParameterIn.QUERY,
            description = "the caller's role",
            schema = @Schema(implementation = Role.class))
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "`name` unless given",
            schema = @Schema(enumeration = {"name", "-name", "created_at", "-created_at"}))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listTeams", summary = "The caller's teams")
    @Outcome
    public Page<TeamView> list() {
        TeamViews.Filter filter = views.filter(request.parameters());
        Caller caller = request.caller();
        admission.check(caller, "people");
        return views.list(filter, caller.id());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getTeam", summary = "A team of the caller")
    @Outcome
    public TeamView read(UUID id) {
        return views.seenBy(request.caller(), id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Operation(operationId = "changeTeam", summary = "Change a team, or hand it over")
    @Outcome(
            conditional = true,
            problems = {"forbidden", "conflict", "invalid-reference"})
    public TeamView change(UUID id, TeamEdit edit) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        @Nullable UUID heir = edit.ownerId().value();
        return changes.commit(() -> {
                    boolean isThere = heir == null || people.holdAlone(heir);
                    Standing standing = standings.lock(caller, id).require(Action.CHANGE);
                    if (edit.ownerId().isPresent()) {
                        standing.require(Action.HAND_OVER);
                    }
                    Team team = teams.locked(id);
                    if (!wanted.matches(team.version())) {
                        wanted.require(views.of(id, caller.id()), tags, edit.conflicts(team));
                    }
                    describe(team, edit);
                    if (heir != null) {
                        handOver(team, heir, isThere);
                    }
                    teams.flush();
                    views.outdate(id, team.version());
                    return views.of(id, caller.id());
                })
                .value();
    }

    private void describe(Team team, TeamEdit edit) {
        boolean isRenamed = team.describe(
                edit.name().orKeep(team.name()),
                edit.description().over(team.description()),
                edit.metadataOver(team.metadata()),
                clock.instant());
        if (isRenamed) {
            feed.changed(team);
        }
    }

    private void handOver(Team team, UUID heir, boolean isThere) {
        Member member = members.of(team.id(), heir)
                .filter(_ -> isThere)
                .orElseThrow(() -> Problem.invalidReference("owner_id", "is no member of the team"));
        if (!team.isOwnedBy(heir)) {
            teams.requireFewOf(heir);
        }
        memberships.handOver(team, member);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteTeam", summary = "Delete a team with all that it has")
    @Outcome(conditional = true, propagates = true, problems = "forbidden")
    public RestResponse<Object> delete(UUID id) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        Optional<Instant> inForceBy = changes.run(() -> {
            standings.lock(caller, id).require(Action.DELETE);
            Team team = teams.locked(id);
            if (!wanted.matches(team.version())) {
                wanted.require(views.of(id, caller.id()), tags, Map.of());
            }
            memberships.disband(team);
            views.outdate(id, team.version() + 1);
        });
        return inForceBy
                .map(Propagating::until)
                .orElseGet(
                        () -> RestResponse.ResponseBuilder.<Object>noContent().build());
    }
}
