package com.tasktracker.team.invitation;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.ETags;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.team.Action;
import com.tasktracker.team.team.Standings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestResponse;

/// The invitations into a team, for its admins: `/teams/{team_id}/invitations`.
@Path("/teams/{team_id}/invitations")
@RunOnVirtualThread
class TeamInvitationResource {

    /// How many invitations of a team may be open at a time.
    static final int MOST_OPEN = 100;

    private final CurrentRequest request;
    private final Changes changes;
    private final Idempotency idempotency;
    private final Standings standings;
    private final Invitations invitations;
    private final InvitationViews views;
    private final Addresses addresses;
    private final Outbox outbox;
    private final Postman postman;
    private final InvitationConfig config;
    private final ETags tags;
    private final Clock clock;

    TeamInvitationResource(
            CurrentRequest request,
            Changes changes,
            Idempotency idempotency,
            Standings standings,
            Invitations invitations,
            InvitationViews views,
            Addresses addresses,
            Outbox outbox,
            Postman postman,
            InvitationConfig config,
            ETags tags,
            Clock clock) {
        this.request = request;
        this.changes = changes;
        this.idempotency = idempotency;
        this.standings = standings;
        this.invitations = invitations;
        this.views = views;
        this.addresses = addresses;
        this.outbox = outbox;
        this.postman = postman;
        this.config = config;
        this.tags = tags;
        this.clock = clock;
    }

    @POST
    public RestResponse<InvitationView> invite(@PathParam("team_id") UUID team, NewInvitation form) {
        Caller caller = request.caller();
        InvitationView view = idempotency.attempt(
                caller.id().toString(),
                claim -> changes.commit(() -> {
                            standings.lock(caller, team).require(Action.INVITE);
                            UUID id = claim.replayed()
                                    .map(Idempotency.Earlier::createdId)
                                    .orElseGet(() -> {
                                        UUID created = invite(team, form, caller.id());
                                        claim.keep(created);
                                        return created;
                                    });
                            return views.of(team, id);
                        })
                        .value());
        postman.hurry();
        return RestResponse.ResponseBuilder.<InvitationView>create(RestResponse.Status.CREATED)
                .header("Location", "/teams/" + team + "/invitations/" + view.id())
                .entity(view)
                .build();
    }

    private UUID invite(UUID team, NewInvitation form, UUID invitedBy) {
        Address address = addresses.of(form.email());
        invitations.replace(team, address.email());
        if (invitations.countOpen(team) >= MOST_OPEN) {
            throw Problem.conflict(
                    "conflict",
                    "Too many open invitations",
                    "A team may have at most " + MOST_OPEN + " open invitations at a time.");
        }
        Instant now = clock.instant();
        Invitation invitation =
                Invitation.to(address, Ids.next(clock), team, form.role(), invitedBy, now, now.plus(config.lifetime()));
        invitations.persist(invitation);
        invitations.flush();
        outbox.add(invitation.id());
        return invitation.id();
    }

    @GET
    @Parameter(name = "status", in = ParameterIn.QUERY)
    @Parameter(name = "ordering", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    public Page<InvitationView> list(@PathParam("team_id") UUID team) {
        InvitationViews.Filter filter = views.filter(request.parameters());
        standings.of(request.caller(), team).require(Action.INVITE);
        return views.ofTeam(team, filter);
    }

    @GET
    @Path("/{invitation_id}")
    public InvitationView read(@PathParam("team_id") UUID team, @PathParam("invitation_id") UUID id) {
        standings.of(request.caller(), team).require(Action.INVITE);
        return views.of(team, id);
    }

    @DELETE
    @Path("/{invitation_id}")
    public void revoke(@PathParam("team_id") UUID team, @PathParam("invitation_id") UUID id) {
        changes.run(() -> {
            standings.lock(request.caller(), team).require(Action.INVITE);
            Invitation invitation = invitations.lock(team, id);
            request.ifMatch().require(views.of(team, id), tags, Map.of());
            invitation.revoke(clock.instant());
        });
    }
}
