package com.tasktracker.team.invitation;

import com.tasktracker.kit.caller.AccessTokens;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.people.People;
import com.tasktracker.team.team.MemberView;
import com.tasktracker.team.team.MemberViews;
import com.tasktracker.team.team.Memberships;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Invitations, for those who are invited: `/invitations`.
@Path("/invitations")
@Tag(name = "Invitations")
@RunOnVirtualThread
class InvitationResource {

    private final CurrentRequest request;
    private final AccessTokens accessTokens;
    private final Changes changes;
    private final People people;
    private final Invitations invitations;
    private final Addresses addresses;
    private final InvitationTokens tokens;
    private final InvitationViews views;
    private final Memberships memberships;
    private final MemberViews memberViews;
    private final Clock clock;

    InvitationResource(
            CurrentRequest request,
            AccessTokens accessTokens,
            Changes changes,
            People people,
            Invitations invitations,
            Addresses addresses,
            InvitationTokens tokens,
            InvitationViews views,
            Memberships memberships,
            MemberViews memberViews,
            Clock clock) {
        this.request = request;
        this.accessTokens = accessTokens;
        this.changes = changes;
        this.people = people;
        this.invitations = invitations;
        this.addresses = addresses;
        this.tokens = tokens;
        this.views = views;
        this.memberships = memberships;
        this.memberViews = memberViews;
        this.clock = clock;
    }

    @GET
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "newest first unless given",
            schema = @Schema(enumeration = {"created_at", "-created_at"}))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listInvitations", summary = "The open invitations for the caller's verified e-mail")
    @Outcome
    public Page<InvitationView> list() {
        Optional<String> verified = people.verifiedEmail(request.caller());
        InvitationViews.Filter filter = views.filter(request.parameters());
        return verified.map(emailHash -> views.forAddress(emailHash, filter)).orElseGet(() -> views.none(filter));
    }

    @POST
    @Path("/accept")
    @Operation(operationId = "acceptInvitation", summary = "Accept an invitation")
    @Outcome(problems = {"forbidden", "not-found", "already-member", "invitation-closed"})
    public MemberView accept(InvitationAnswer answer) {
        answer.requireOneName();
        Caller caller = request.caller();
        return changes.commit(() -> {
                    @Nullable String emailHash = people.holdSelf(caller).orElse(null);
                    Invitation invitation = invitations.lockWithTeam(find(answer, emailHash));
                    if (!addresses.matches(invitation.email(), emailHash)) {
                        throw Problem.forbidden(
                                "The invitation is for the account whose verified e-mail it names, and not for yours.");
                    }
                    invitation.requireOpen(clock.instant());
                    memberships.admit(invitation.teamId(), caller.id(), invitation.role(), invitation.invitedBy());
                    invitation.accept(clock.instant());
                    invitations.flush();
                    return memberViews.of(invitation.teamId(), caller.id());
                })
                .value();
    }

    /// Whoever has the token may decline; by its id alone those may whom it names.
    @POST
    @Path("/decline")
    @PermitAll
    @Operation(operationId = "declineInvitation", summary = "Decline an invitation")
    @Outcome(problems = {"unauthenticated", "invalid-token", "session-ended", "not-found", "invitation-closed"})
    public void decline(InvitationAnswer answer) {
        answer.requireOneName();
        @Nullable Caller caller = answer.token() == null ? accessTokens.verify(request.header("Authorization")) : null;
        changes.run(() -> {
            @Nullable
            String emailHash =
                    caller == null ? null : people.verifiedEmail(caller).orElse(null);
            invitations.lock(find(answer, emailHash)).decline(clock.instant());
        });
    }

    private UUID find(InvitationAnswer answer, @Nullable String emailHash) {
        @Nullable String token = answer.token();
        @Nullable UUID id = answer.id();
        Optional<UUID> found = Optional.empty();
        if (token != null) {
            found = tokens.find(token);
        } else if (id != null && emailHash != null) {
            found = invitations.find(id, emailHash);
        }
        return found.orElseThrow(Problem::notFound);
    }
}
