package com.tasktracker.identity.auth;

import com.tasktracker.identity.mail.MailedTokens;
import com.tasktracker.identity.mail.MailedTokens.Holder;
import com.tasktracker.identity.mail.Purpose;
import com.tasktracker.identity.session.Propagating;
import com.tasktracker.identity.user.User;
import com.tasktracker.identity.user.Users;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.feed.Committed;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.mail.Outbox;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Proving that an e-mail is one's own.
@Path("/auth/email")
@Tag(name = "E-mail")
@RunOnVirtualThread
class EmailResource {

    private final Users users;
    private final MailedTokens tokens;
    private final Outbox outbox;
    private final Changes changes;
    private final CurrentRequest request;

    EmailResource(Users users, MailedTokens tokens, Outbox outbox, Changes changes, CurrentRequest request) {
        this.users = users;
        this.tokens = tokens;
        this.outbox = outbox;
        this.changes = changes;
        this.request = request;
    }

    @POST
    @Path("/verify")
    @PermitAll
    @Operation(operationId = "verifyEmail", summary = "Prove an e-mail by a mailed token")
    @Outcome(
            propagates = true,
            problems = {"token-not-valid", "email-taken"})
    public RestResponse<Propagating> verify(EmailProof proof) {
        Holder holder = tokens.find(proof.token(), Purpose.VERIFY_EMAIL).orElseThrow(MailedTokens::notValid);
        Committed<Boolean> replaced = changes.commit(() -> {
            User user = users.lock(holder.user()).orElseThrow(MailedTokens::notValid);
            boolean isOther = !user.hasEmail(holder.address());
            if (!tokens.use(proof.token(), Purpose.VERIFY_EMAIL) || !users.proveEmail(user, holder.address())) {
                throw MailedTokens.notValid();
            }
            return isOther;
        });
        // Another address takes from the one before what that one was good for.
        return Propagating.answer(replaced.value() ? replaced.inForceBy() : Optional.empty());
    }

    @POST
    @Path("/resend")
    @Operation(
            operationId = "resendEmailToken",
            summary = "Have the token mailed again that proves the caller's e-mail")
    @Outcome(status = 202)
    public RestResponse<Void> resend() {
        Caller caller = request.caller();
        changes.run(() -> {
            User user = users.lock(caller);
            @Nullable String pending = user.pendingEmail();
            if (pending != null) {
                outbox.put(Purpose.VERIFY_EMAIL, pending, user.id());
            } else if (!user.isEmailVerified()) {
                outbox.put(Purpose.VERIFY_EMAIL, user.email(), user.id());
            }
        });
        return RestResponse.accepted();
    }
}
