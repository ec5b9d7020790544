package com.tasktracker.identity.auth;

import com.tasktracker.identity.mail.MailedTokens;
import com.tasktracker.identity.mail.MailedTokens.Holder;
import com.tasktracker.identity.mail.Outbox;
import com.tasktracker.identity.mail.Postman;
import com.tasktracker.identity.mail.Purpose;
import com.tasktracker.identity.password.Passwords;
import com.tasktracker.identity.session.Propagating;
import com.tasktracker.identity.session.Sessions;
import com.tasktracker.identity.user.Candidate;
import com.tasktracker.identity.user.PasswordProof;
import com.tasktracker.identity.user.PasswordProof.Proof;
import com.tasktracker.identity.user.User;
import com.tasktracker.identity.user.Users;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// Another password: by the current one, or by a token that was mailed.
@Path("/auth/password")
@Tag(name = "Passwords")
@RunOnVirtualThread
class PasswordResource {

    private final Users users;
    private final Passwords passwords;
    private final PasswordProof proofs;
    private final Sessions sessions;
    private final MailedTokens tokens;
    private final Outbox outbox;
    private final Postman postman;
    private final Changes changes;
    private final CurrentRequest request;

    PasswordResource(
            Users users,
            Passwords passwords,
            PasswordProof proofs,
            Sessions sessions,
            MailedTokens tokens,
            Outbox outbox,
            Postman postman,
            Changes changes,
            CurrentRequest request) {
        this.users = users;
        this.passwords = passwords;
        this.proofs = proofs;
        this.sessions = sessions;
        this.tokens = tokens;
        this.outbox = outbox;
        this.postman = postman;
        this.changes = changes;
        this.request = request;
    }

    @POST
    @Path("/change")
    @Operation(summary = "Set another password; ends the caller's other sessions")
    public RestResponse<Propagating> change(PasswordChange change) {
        Caller caller = request.caller();
        Candidate candidate = users.candidate(caller);
        String hash = passwords.hashNew("new_password", change.newPassword(), candidate.names());
        Proof proof = proofs.of(caller, change.currentPassword());
        Optional<Instant> inForceBy = changes.run(() -> {
            User user = users.lock(caller);
            proof.require(user);
            set(user, hash);
            sessions.endOthers(caller);
        });
        postman.nudge();
        return Propagating.answer(inForceBy);
    }

    /// Tokens that could set it once more are worthless from now on, and the owner is told.
    private void set(User user, String hash) {
        user.setPassword(hash);
        tokens.revoke(user.id(), Purpose.RESET_PASSWORD);
        outbox.putNotice(Purpose.PASSWORD_CHANGED, user.email(), user.username());
    }

    /// Does the same whether or not anybody has the address: that is found out when the mail is to be sent.
    @POST
    @Path("/forgot")
    @PermitAll
    @Operation(summary = "Have a token mailed that sets another password")
    public RestResponse<Void> forgot(ForgottenPassword forgotten) {
        changes.run(() -> outbox.putToken(Purpose.RESET_PASSWORD, forgotten.email()));
        postman.nudge();
        return RestResponse.accepted();
    }

    @POST
    @Path("/reset")
    @PermitAll
    @Operation(summary = "Set another password by a mailed token; ends all sessions")
    public RestResponse<Propagating> reset(PasswordReset reset) {
        Holder holder = tokens.find(reset.token(), Purpose.RESET_PASSWORD).orElseThrow(MailedTokens::notValid);
        List<String> names = users.names(holder.user()).orElseThrow(MailedTokens::notValid);
        String hash = passwords.hashNew("new_password", reset.newPassword(), names);
        Optional<Instant> inForceBy = changes.run(() -> {
            User user = users.lock(holder.user()).orElseThrow(MailedTokens::notValid);
            boolean isStillGood = user.hasEmail(holder.address()) && tokens.use(reset.token(), Purpose.RESET_PASSWORD);
            if (!isStillGood) {
                throw MailedTokens.notValid();
            }
            set(user, hash);
            sessions.endAll(user.id());
        });
        postman.nudge();
        return Propagating.answer(inForceBy);
    }
}
