package com.tasktracker.identity.auth;

import com.tasktracker.identity.mail.MailedTokens;
import com.tasktracker.identity.mail.MailedTokens.Holder;
import com.tasktracker.identity.mail.Outbox;
import com.tasktracker.identity.mail.Postman;
import com.tasktracker.identity.mail.Purpose;
import com.tasktracker.identity.user.User;
import com.tasktracker.identity.user.Users;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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
    private final Postman postman;
    private final Changes changes;
    private final CurrentRequest request;

    EmailResource(
            Users users, MailedTokens tokens, Outbox outbox, Postman postman, Changes changes, CurrentRequest request) {
        this.users = users;
        this.tokens = tokens;
        this.outbox = outbox;
        this.postman = postman;
        this.changes = changes;
        this.request = request;
    }

    @POST
    @Path("/verify")
    @PermitAll
    @Operation(summary = "Prove an e-mail by a mailed token")
    public RestResponse<Void> verify(EmailProof proof) {
        Holder holder = tokens.find(proof.token(), Purpose.VERIFY_EMAIL).orElseThrow(MailedTokens::notValid);
        changes.run(() -> {
            User user = users.lock(holder.user()).orElseThrow(MailedTokens::notValid);
            if (!tokens.use(proof.token(), Purpose.VERIFY_EMAIL) || !users.proveEmail(user, holder.address())) {
                throw MailedTokens.notValid();
            }
        });
        return RestResponse.noContent();
    }

    @POST
    @Path("/resend")
    @Operation(summary = "Have the token mailed again that proves the caller's e-mail")
    public RestResponse<Void> resend() {
        Caller caller = request.caller();
        changes.run(() -> {
            User user = users.lock(caller);
            @Nullable String pending = user.pendingEmail();
            if (pending != null) {
                outbox.putToken(Purpose.VERIFY_EMAIL, pending);
            } else if (!user.isEmailVerified()) {
                outbox.putToken(Purpose.VERIFY_EMAIL, user.email());
            }
        });
        postman.nudge();
        return RestResponse.accepted();
    }
}
