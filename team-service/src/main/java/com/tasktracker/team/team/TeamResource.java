package com.tasktracker.team.team;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.feed.Admission;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.ETags;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.problem.Problem;
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
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Teams: `/teams`.
@Path("/teams")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class TeamResource {

    private final CurrentRequest request;
    private final Changes changes;
    private final Idempotency idempotency;
    private final Admission admission;
    private final Standings standings;
    private final Teams teams;
    private final Members members;
    private final Memberships memberships;
    private final TeamsFeed feed;
    private final TeamViews views;
    private final TeamCache cache;
    private final ETags tags;
    private final Clock clock;

    TeamResource(
            CurrentRequest request,
            Changes changes,
            Idempotency idempotency,
            Admission admission,
            Standings standings,
            Teams teams,
            Members members,
            Memberships memberships,
            TeamsFeed feed,
            TeamViews views,
            TeamCache cache,
            ETags tags,
            Clock clock) {
        this.request = request;
        this.changes = changes;
        this.idempotency = idempotency;
        this.admission = admission;
        this.standings = standings;
        this.teams = teams;
        this.members = members;
        this.memberships = memberships;
        this.feed = feed;
        this.views = views;
        this.cache = cache;
        this.tags = tags;
        this.clock = clock;
    }

    @POST
    public RestResponse<TeamView> create(NewTeam team) {
        Caller caller = request.caller();
        TeamView view = idempotency.attempt(
                caller.id().toString(),
                claim -> changes.commit(() -> {
                            admission.check(caller, "people");
                            UUID id = claim.replayed()
                                    .map(Idempotency.Earlier::createdId)
                                    .orElseGet(() -> {
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
        Team team = Team.founded(
                Ids.next(clock),
                form.name(),
                form.description(),
                Metadata.of(form.metadata()),
                founder,
                clock.instant());
        teams.persist(team);
        memberships.join(team, founder, Role.ADMIN, founder);
        feed.changed(team);
        teams.flush();
        return team.id();
    }

    @GET
    @Parameter(name = "search", in = ParameterIn.QUERY)
    @Parameter(name = "role", in = ParameterIn.QUERY)
    @Parameter(name = "ordering", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    public Page<TeamView> list() {
        TeamViews.Filter filter = views.filter(request.parameters());
        Caller caller = request.caller();
        admission.check(caller, "people");
        return views.list(filter, caller.id());
    }

    @GET
    @Path("/{id}")
    public TeamView read(UUID id) {
        return views.seenBy(request.caller(), id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    public TeamView change(UUID id, TeamEdit edit) {
        Caller caller = request.caller();
        TeamView view = changes.commit(() -> {
                    Standing standing = standings.lock(caller, id).require(Action.CHANGE);
                    if (edit.ownerId().isPresent()) {
                        standing.require(Action.HAND_OVER);
                    }
                    Team team = teams.locked(id);
                    request.ifMatch().require(views.of(id, caller.id()), tags, edit.conflicts(team));
                    apply(edit, team);
                    teams.flush();
                    return views.of(id, caller.id());
                })
                .value();
        cache.drop(id);
        return view;
    }

    private void apply(TeamEdit edit, Team team) {
        boolean isRenamed = team.describe(
                edit.name().orKeep(team.name()),
                edit.description().over(team.description()),
                edit.metadataOver(team.metadata()),
                clock.instant());
        if (isRenamed) {
            feed.changed(team);
        }
        @Nullable UUID heir = edit.ownerId().value();
        if (heir != null) {
            memberships.handOver(
                    team,
                    members.of(team.id(), heir)
                            .orElseThrow(() -> Problem.invalidReference("owner_id", "is no member of the team")));
        }
    }

    @DELETE
    @Path("/{id}")
    public RestResponse<Object> delete(UUID id) {
        Caller caller = request.caller();
        Optional<Instant> inForceBy = changes.run(() -> {
            standings.lock(caller, id).require(Action.DELETE);
            request.ifMatch().require(views.of(id, caller.id()), tags, Map.of());
            memberships.disband(teams.locked(id));
        });
        cache.drop(id);
        return inForceBy
                .map(Propagating::until)
                .orElseGet(
                        () -> RestResponse.ResponseBuilder.<Object>noContent().build());
    }
}
