package com.tasktracker.team.invitation;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.ETags;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.http.IfMatch;
import com.tasktracker.kit.mail.Outbox;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.team.Action;
import com.tasktracker.team.team.LimitConfig;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// The invitations into a team, for its admins: `/teams/{team_id}/invitations`.
@Path("/teams/{team_id}/invitations")
@Tag(name = "Invitations")
@RunOnVirtualThread
class TeamInvitationResource {

    /// How many invitations of a team may be open at a time.
    static final int MOST_OPEN = 100;

    /// How many a person may make in 24 hours: each is a mail to somebody who may not have asked for it.
    static final int MOST_A_DAY = 200;

    private static final int RETRY_SECONDS = 3_600;

    private final CurrentRequest request;
    private final Changes changes;
    private final Idempotency idempotency;
    private final Standings standings;
    private final Invitations invitations;
    private final InvitationViews views;
    private final Addresses addresses;
    private final Outbox outbox;
    private final InvitationConfig config;
    private final LimitConfig limits;
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
            InvitationConfig config,
            LimitConfig limits,
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
        this.config = config;
        this.limits = limits;
        this.tags = tags;
        this.clock = clock;
    }

    @POST
    @Operation(operationId = "inviteToTeam", summary = "Invite somebody by e-mail")
    @Outcome(
            status = 201,
            repeatable = true,
            problems = {"forbidden", "conflict"})
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
        return RestResponse.ResponseBuilder.<InvitationView>create(RestResponse.Status.CREATED)
                .header("Location", "/teams/" + team + "/invitations/" + view.id())
                .entity(view)
                .build();
    }

    private UUID invite(UUID team, NewInvitation form, UUID invitedBy) {
        Address address = addresses.of(form.email());
        invitations.replace(team, address.email());
        Invitations.Counts counts = invitations.noteAndCount(team, invitedBy);
        if (limits.isCounting() && counts.madeToday() >= MOST_A_DAY) {
            throw Problem.rateLimited("You may invite " + MOST_A_DAY + " people a day.", RETRY_SECONDS);
        }
        if (counts.openOfTeam() >= MOST_OPEN) {
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
        outbox.put(Purpose.INVITATION, address.email(), invitation.id());
        return invitation.id();
    }

    @GET
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "open ones unless given",
            schema = @Schema(implementation = InvitationStatus.class))
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "newest first unless given",
            schema = @Schema(enumeration = {"created_at", "-created_at"}))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listTeamInvitations", summary = "The invitations into a team")
    @Outcome(problems = "forbidden")
    public Page<InvitationView> list(@PathParam("team_id") UUID team) {
        InvitationViews.Filter filter = views.filter(request.parameters());
        standings.of(request.caller(), team).require(Action.INVITE);
        return views.ofTeam(team, filter);
    }

    @GET
    @Path("/{invitation_id}")
    @Operation(operationId = "getTeamInvitation", summary = "An invitation into a team")
    @Outcome(problems = "forbidden")
    public InvitationView read(@PathParam("team_id") UUID team, @PathParam("invitation_id") UUID id) {
        standings.of(request.caller(), team).require(Action.INVITE);
        return views.of(team, id);
    }

    @DELETE
    @Path("/{invitation_id}")
    @Operation(operationId = "revokeInvitation", summary = "Revoke an invitation")
    @Outcome(
            conditional = true,
            problems = {"forbidden", "invitation-closed"})
    public void revoke(@PathParam("team_id") UUID team, @PathParam("invitation_id") UUID id) {
        IfMatch wanted = request.ifMatch();
        changes.run(() -> {
            standings.lock(request.caller(), team).require(Action.INVITE);
            Invitation invitation = invitations.lock(team, id);
            if (!wanted.matches(invitation.version())) {
                wanted.require(views.of(team, id), tags, Map.of());
            }
            invitation.revoke(clock.instant());
        });
    }
}
