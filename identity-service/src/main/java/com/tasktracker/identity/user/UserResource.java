package com.tasktracker.identity.user;

import com.tasktracker.identity.session.Propagating;
import com.tasktracker.identity.throttle.Throttle;
import com.tasktracker.identity.user.PasswordProof.Proof;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.ETags;
import com.tasktracker.kit.http.IfMatch;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.page.Ordering;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The caller's own account, and the people they share a team with.
@Path("/users")
@Tag(name = "Users")
@RunOnVirtualThread
class UserResource {

    private static final int MAX_SEARCH = 100;

    private final Users users;
    private final People people;
    private final AccountChanges accounts;
    private final PasswordProof proofs;
    private final Throttle throttle;
    private final Pages pages;
    private final ETags tags;
    private final Changes changes;
    private final CurrentRequest request;

    UserResource(
            Users users,
            People people,
            AccountChanges accounts,
            PasswordProof proofs,
            Throttle throttle,
            Pages pages,
            ETags tags,
            Changes changes,
            CurrentRequest request) {
        this.users = users;
        this.people = people;
        this.accounts = accounts;
        this.proofs = proofs;
        this.throttle = throttle;
        this.pages = pages;
        this.tags = tags;
        this.changes = changes;
        this.request = request;
    }

    @GET
    @Path("/me")
    @Operation(operationId = "getMe", summary = "The caller's own account")
    @Outcome
    public UserView me() {
        return users.view(request.caller());
    }

    @PATCH
    @Path("/me")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Operation(operationId = "changeMe", summary = "Change the caller's own account")
    @Outcome(
            conditional = true,
            problems = {"email-taken", "wrong-password"})
    public UserView change(UserEdit edit) {
        edit.check(request.parameters().faults());
        Caller caller = request.caller();
        IfMatch ifMatch = request.ifMatch();
        @Nullable String password = edit.currentPassword();
        // Checked ahead, since it takes long; told in its turn.
        @Nullable Proof proof = password == null ? null : proveForAddress(caller, password);
        changes.run(() -> {
            User user = users.lock(caller);
            if (!ifMatch.matches(user.version())) {
                UserView current = users.view(user.id());
                ifMatch.require(current, tags, accounts.conflicts(edit, current));
            }
            if (proof != null) {
                proof.require(user);
            }
            accounts.change(user, edit);
        });
        return users.view(caller);
    }

    /// Counted once it is known that the session is alive: whoever has an ended one uses nothing of the owner's up.
    private Proof proveForAddress(Caller caller, String password) {
        Candidate candidate = users.candidate(caller);
        throttle.admitAddressChange(caller.id());
        return proofs.of(candidate, password);
    }

    @POST
    @Path("/me/deletion")
    @Operation(operationId = "deleteMe", summary = "Close the caller's own account for good")
    @Outcome(
            propagates = true,
            problems = {"wrong-password", "owner-must-stay"})
    public RestResponse<Propagating> delete(Deletion deletion) {
        Caller caller = request.caller();
        Proof proof = proofs.of(caller, deletion.currentPassword());
        Optional<Instant> inForceBy = changes.run(() -> {
            User user = users.lock(caller);
            proof.require(user);
            accounts.delete(user);
        });
        return Propagating.answer(inForceBy);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getUser", summary = "Somebody who shares a team with the caller")
    @Outcome
    public Summary read(UUID id) {
        return users.summary(id, people.version(id, request.caller()));
    }

    @GET
    @Operation(operationId = "listUsers", summary = "The people who share a team with the caller, the caller included")
    @Parameter(
            name = "team",
            in = ParameterIn.QUERY,
            description = "ids of teams: only their members",
            schema = @Schema(implementation = UUID[].class))
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "part of a username or a display name",
            schema = @Schema(maxLength = 100))
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "`username` unless given",
            schema = @Schema(enumeration = {"username", "-username"}))
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Outcome
    public Page<Summary> list() {
        Parameters parameters = request.parameters();
        People.Filter filter = new People.Filter(
                parameters.ids("team"), parameters.text("search", MAX_SEARCH).orElse(null));
        PageRequest page = pages.read(parameters, List.of(People.USERNAME), Ordering.ascending(People.USERNAME));
        parameters.verify();
        Caller caller = request.caller();
        people.admit(caller);
        Integer count = page.includesCount() ? people.count(filter, caller) : null;
        return pages.page(page, people.list(filter, caller, page), count);
    }
}
