package com.tasktracker.team.team;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.feed.Committed;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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

/// The members of a team: `/teams/{team_id}/members`.
@Path("/teams/{team_id}/members")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Members")
@RunOnVirtualThread
class MemberResource {

    private final CurrentRequest request;
    private final Changes changes;
    private final Idempotency idempotency;
    private final Standings standings;
    private final Members members;
    private final Memberships memberships;
    private final MemberViews views;
    private final People people;
    private final Guesses guesses;
    private final ETags tags;

    MemberResource(
            CurrentRequest request,
            Changes changes,
            Idempotency idempotency,
            Standings standings,
            Members members,
            Memberships memberships,
            MemberViews views,
            People people,
            Guesses guesses,
            ETags tags) {
        this.request = request;
        this.changes = changes;
        this.idempotency = idempotency;
        this.standings = standings;
        this.members = members;
        this.memberships = memberships;
        this.views = views;
        this.people = people;
        this.guesses = guesses;
        this.tags = tags;
    }

    @GET
    @Parameter(
            name = "role",
            in = ParameterIn.QUERY,
            description = "only those with this role",
            schema = @Schema(implementation = Role.class))
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "part of a username or a display name",
            schema = @Schema(maxLength = 100))
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "`joined_at` unless given",
            schema = @Schema(enumeration = {"joined_at", "-joined_at"}))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listMembers", summary = "The members of a team")
    @Outcome
    public Page<MemberView> list(@PathParam("team_id") UUID team) {
        MemberViews.Filter filter = views.filter(request.parameters());
        standings.of(request.caller(), team);
        return views.list(filter, team);
    }

    @POST
    @Operation(operationId = "addMember", summary = "Add a member by id or username")
    @Outcome(
            status = 201,
            repeatable = true,
            problems = {"forbidden", "already-member", "invalid-reference"})
    public RestResponse<MemberView> add(@PathParam("team_id") UUID team, NewMember form) {
        form.requireOneName();
        Caller caller = request.caller();
        guesses.requireFew(caller.id());
        MemberView view = idempotency
                .attempt(caller.id().toString(), claim -> changes.commit(() -> add(team, form, caller, claim)))
                .value()
                .orElseThrow(() -> unknown(form, caller));
        return RestResponse.ResponseBuilder.<MemberView>create(RestResponse.Status.CREATED)
                .header("Location", "/teams/" + team + "/members/" + view.user().id())
                .entity(view)
                .build();
    }

    /// Empty where there is no such person.
    private Optional<MemberView> add(UUID team, NewMember form, Caller caller, Idempotency.Claim claim) {
        Optional<UUID> person = hold(form);
        standings.lock(caller, team).require(Action.MANAGE_MEMBERS);
        Optional<UUID> added = claim.replayed().map(Idempotency.Earlier::createdId);
        if (added.isPresent() || person.isEmpty()) {
            added.ifPresent(id -> memberships.relyOn(team, id));
            return added.map(id -> views.of(team, id));
        }
        UUID id = person.get();
        memberships.admit(team, id, form.role(), caller.id());
        claim.keep(id);
        return Optional.of(views.of(team, id));
    }

    private Optional<UUID> hold(NewMember form) {
        @Nullable UUID id = form.userId();
        @Nullable String username = form.username();
        if (id != null) {
            return people.holdById(id);
        }
        return username == null ? Optional.empty() : people.holdByUsername(username);
    }

    private Problem unknown(NewMember form, Caller caller) {
        guesses.note(caller.id());
        return Problem.invalidReference(form.naming(), "is nobody who has an account here");
    }

    @GET
    @Path("/{user_id}")
    @Operation(operationId = "getMember", summary = "A member of a team")
    @Outcome
    public MemberView read(@PathParam("team_id") UUID team, @PathParam("user_id") UUID user) {
        standings.of(request.caller(), team);
        return views.of(team, user);
    }

    @PATCH
    @Path("/{user_id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Operation(operationId = "changeMember", summary = "Change the role of a member")
    @Outcome(
            view = MemberView.class,
            conditional = true,
            propagates = true,
            problems = {"forbidden", "owner-must-stay"})
    public RestResponse<Object> change(
            @PathParam("team_id") UUID team, @PathParam("user_id") UUID user, MemberEdit edit) {
        record Changed(MemberView view, boolean mayBeLess) {}
        IfMatch wanted = request.ifMatch();
        Committed<Changed> change = changes.commit(() -> {
            Standing standing = standings.lock(request.caller(), team);
            Member member = members.of(team, user).orElseThrow(Problem::notFound);
            standing.require(Action.MANAGE_MEMBERS);
            if (!wanted.matches(member.version())) {
                wanted.require(views.of(team, user), tags, conflicts(edit, member));
            }
            boolean mayBeLess = edit.role().isPresent()
                    && memberships.change(member, edit.role().orKeep(member.role()));
            members.flush();
            return new Changed(views.of(team, user), mayBeLess);
        });
        return change.value().mayBeLess() && !change.isInForce()
                ? Propagating.until(change.inForceBy().orElseThrow())
                : RestResponse.ok(change.value().view());
    }

    private static Map<String, Object> conflicts(MemberEdit edit, Member member) {
        return edit.role().orKeep(member.role()) == member.role() ? Map.of() : Map.of("role", member.role());
    }

    @DELETE
    @Path("/{user_id}")
    @Operation(operationId = "removeMember", summary = "Remove a member, or leave")
    @Outcome(
            conditional = true,
            propagates = true,
            problems = {"forbidden", "owner-must-stay"})
    public RestResponse<Object> remove(@PathParam("team_id") UUID team, @PathParam("user_id") UUID user) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        return changes.run(() -> {
                    Standing standing = standings.lock(caller, team);
                    Member member = members.of(team, user).orElseThrow(Problem::notFound);
                    standing.require(user.equals(caller.id()) ? Action.LEAVE : Action.MANAGE_MEMBERS);
                    if (!wanted.matches(member.version())) {
                        wanted.require(views.of(team, user), tags, Map.of());
                    }
                    memberships.end(member);
                })
                .map(Propagating::until)
                .orElseGet(
                        () -> RestResponse.ResponseBuilder.<Object>noContent().build());
    }
}
