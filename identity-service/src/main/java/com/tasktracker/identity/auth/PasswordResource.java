package com.tasktracker.identity.auth;

import com.tasktracker.identity.mail.MailedTokens;
import com.tasktracker.identity.mail.MailedTokens.Holder;
import com.tasktracker.identity.mail.Purpose;
import com.tasktracker.identity.password.Passwords;
import com.tasktracker.identity.session.Propagating;
import com.tasktracker.identity.session.Sessions;
import com.tasktracker.identity.user.Candidate;
import com.tasktracker.identity.user.KnownAddresses;
import com.tasktracker.identity.user.PasswordProof;
import com.tasktracker.identity.user.PasswordProof.Proof;
import com.tasktracker.identity.user.User;
import com.tasktracker.identity.user.Users;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.mail.Outbox;
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
    private final KnownAddresses addresses;
    private final Sessions sessions;
    private final MailedTokens tokens;
    private final Outbox outbox;
    private final Changes changes;
    private final CurrentRequest request;

    PasswordResource(
            Users users,
            Passwords passwords,
            PasswordProof proofs,
            KnownAddresses addresses,
            Sessions sessions,
            MailedTokens tokens,
            Outbox outbox,
            Changes changes,
            CurrentRequest request) {
        this.users = users;
        this.passwords = passwords;
        this.proofs = proofs;
        this.addresses = addresses;
        this.sessions = sessions;
        this.tokens = tokens;
        this.outbox = outbox;
        this.changes = changes;
        this.request = request;
    }

    @POST
    @Path("/change")
    @Operation(operationId = "changePassword", summary = "Set another password; ends the caller's other sessions")
    @Outcome(propagates = true, problems = "wrong-password")
    public RestResponse<Propagating> change(PasswordChange change) {
        Caller caller = request.caller();
        Candidate candidate = users.candidate(caller);
        passwords.judge("new_password", change.newPassword(), candidate.names());
        Proof proof = proofs.of(candidate, change.currentPassword());
        proof.require();
        String hash = passwords.hash(change.newPassword());
        Optional<Instant> inForceBy = changes.run(() -> {
            User user = users.lock(caller);
            proof.require(user);
            set(user, hash);
            addresses.note(user.id(), request.clientAddress());
            sessions.endOthers(caller);
        });
        return Propagating.answer(inForceBy);
    }

    /// Tokens that could set it once more are worthless from now on, whoever was known is so no more, and the owner is
    /// told.
    private void set(User user, String hash) {
        addresses.forget(user.id());
        user.setPassword(hash);
        tokens.revoke(user.id(), Purpose.RESET_PASSWORD);
        outbox.put(Purpose.PASSWORD_CHANGED, user.email(), user.id());
    }

    /// Does the same whether or not anybody has the address: that is found out when the mail is to be sent.
    @POST
    @Path("/forgot")
    @PermitAll
    @Operation(operationId = "forgetPassword", summary = "Have a token mailed that sets another password")
    @Outcome(status = 202)
    public RestResponse<Void> forgot(ForgottenPassword forgotten) {
        changes.run(() -> outbox.put(Purpose.RESET_PASSWORD, forgotten.email(), null));
        return RestResponse.accepted();
    }

    @POST
    @Path("/reset")
    @PermitAll
    @Operation(operationId = "resetPassword", summary = "Set another password by a mailed token; ends all sessions")
    @Outcome(propagates = true, problems = "token-not-valid")
    public RestResponse<Propagating> reset(PasswordReset reset) {
        // What no name makes worse is told first.
        passwords.judge("new_password", reset.newPassword(), List.of());
        Holder holder = tokens.find(reset.token(), Purpose.RESET_PASSWORD).orElseThrow(MailedTokens::notValid);
        List<String> names = users.names(holder.user()).orElseThrow(MailedTokens::notValid);
        passwords.judge("new_password", reset.newPassword(), names);
        String hash = passwords.hash(reset.newPassword());
        Optional<Instant> inForceBy = changes.run(() -> {
            User user = users.lock(holder.user()).orElseThrow(MailedTokens::notValid);
            boolean isStillGood = user.hasEmail(holder.address()) && tokens.use(reset.token(), Purpose.RESET_PASSWORD);
            if (!isStillGood) {
                throw MailedTokens.notValid();
            }
            set(user, hash);
            sessions.endAll(user.id());
        });
        return Propagating.answer(inForceBy);
    }
}
