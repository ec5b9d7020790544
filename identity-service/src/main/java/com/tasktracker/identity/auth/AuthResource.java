package com.tasktracker.identity.auth;

import com.tasktracker.identity.key.AccessTokenIssuer;
import com.tasktracker.identity.password.Passwords;
import com.tasktracker.identity.password.Passwords.Verdict;
import com.tasktracker.identity.session.Grant;
import com.tasktracker.identity.session.Origin;
import com.tasktracker.identity.session.Propagating;
import com.tasktracker.identity.session.Sessions;
import com.tasktracker.identity.session.Sessions.Refreshed;
import com.tasktracker.identity.throttle.Throttle;
import com.tasktracker.identity.throttle.Throttle.Attempt;
import com.tasktracker.identity.user.Candidate;
import com.tasktracker.identity.user.KnownAddresses;
import com.tasktracker.identity.user.User;
import com.tasktracker.identity.user.UserView;
import com.tasktracker.identity.user.Users;
import com.tasktracker.kit.caller.AccessTokens;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.http.CurrentRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Opening an account, logging in, staying in, and out again.
@Path("/auth")
@Tag(name = "Authentication")
@RunOnVirtualThread
class AuthResource {

    private static final Logger LOG = Logger.getLogger(AuthResource.class);
    private static final UUID NOBODY = new UUID(0, 0);

    private final Registration registration;
    private final Users users;
    private final Passwords passwords;
    private final KnownAddresses addresses;
    private final Throttle throttle;
    private final Sessions sessions;
    private final AccessTokenIssuer issuer;
    private final AccessTokens accessTokens;
    private final Changes changes;
    private final CurrentRequest request;

    AuthResource(
            Registration registration,
            Users users,
            Passwords passwords,
            KnownAddresses addresses,
            Throttle throttle,
            Sessions sessions,
            AccessTokenIssuer issuer,
            AccessTokens accessTokens,
            Changes changes,
            CurrentRequest request) {
        this.registration = registration;
        this.users = users;
        this.passwords = passwords;
        this.addresses = addresses;
        this.throttle = throttle;
        this.sessions = sessions;
        this.issuer = issuer;
        this.accessTokens = accessTokens;
        this.changes = changes;
        this.request = request;
    }

    @POST
    @Path("/register")
    @PermitAll
    @Operation(operationId = "registerAccount", summary = "Open an account")
    @Outcome(
            status = 201,
            repeatable = true,
            problems = {"username-taken", "email-taken"})
    public RestResponse<UserView> register(NewAccount account) {
        UserView user = registration.register(account, request.clientAddress());
        // A path: as an URI it would be completed with the address at which this service is reached.
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, user)
                .header("Location", "/users/" + user.id())
                .build();
    }

    @POST
    @Path("/login")
    @PermitAll
    @Operation(operationId = "logIn", summary = "Log in with a username or an e-mail")
    @Outcome(problems = "invalid-credentials")
    public TokenPair login(Login login) {
        Candidate candidate = users.byLogin(login.login()).orElse(null);
        Origin origin = Origin.of(request);
        Attempt attempt = attempt(login, candidate, origin);
        throttle.admit(attempt);
        Verdict verdict = passwords.check(candidate == null ? null : candidate.passwordHash(), login.password());
        if (candidate == null || !verdict.matches()) {
            throttle.failed(attempt);
            throw AuthProblem.invalidCredentials();
        }
        throttle.admit(attempt);
        Grant grant = changes.commit(() -> {
                    if (!users.holdCredentials(candidate)) {
                        throw AuthProblem.invalidCredentials();
                    }
                    addresses.note(candidate.id(), origin.ip());
                    return sessions.open(candidate.id(), origin);
                })
                .value();
        throttle.succeeded(attempt);
        rehash(candidate, verdict.rehashed());
        return pair(grant);
    }

    private Attempt attempt(Login login, @Nullable Candidate candidate, Origin origin) {
        // Asked for nobody too, so that it takes as long.
        boolean isKnown = addresses.knows(candidate == null ? NOBODY : candidate.id(), origin.ip());
        String typed = login.login().toLowerCase(Locale.ROOT);
        return candidate == null
                ? new Attempt("nobody " + typed, typed, origin.ip(), false)
                : new Attempt(candidate.id().toString(), typed, origin.ip(), isKnown);
    }

    /// In a transaction of its own, which the login does not depend on: it has succeeded already.
    private void rehash(Candidate candidate, @Nullable String hash) {
        if (hash == null) {
            return;
        }
        try {
            changes.commit(() -> users.lock(candidate.id())
                    .filter(user -> user.credentialsVersion() == candidate.credentialsVersion())
                    .map(user -> rehashed(user, hash))
                    .isPresent());
        } catch (RuntimeException e) {
            LOG.warnf("A password is hashed anew at the next login: %s", e.getMessage());
        }
    }

    private static User rehashed(User user, String hash) {
        user.rehash(hash);
        return user;
    }

    @POST
    @Path("/refresh")
    @PermitAll
    @Operation(operationId = "refreshTokens", summary = "Exchange a refresh token for a new pair")
    @Outcome(problems = {"invalid-token", "session-ended"})
    public TokenPair refresh(Refresh refresh) {
        Origin origin = Origin.of(request);
        sessions.of(refresh.refreshToken()).ifPresent(throttle::admitRefresh);
        Refreshed refreshed = changes.commit(() -> sessions.refresh(refresh.refreshToken(), origin))
                .value();
        return switch (refreshed) {
            case Refreshed.Granted(Grant grant) -> pair(grant);
            case Refreshed.Stolen _ -> throw AuthProblem.stolenRefreshToken();
            case Refreshed.Dead _ -> throw AuthProblem.deadRefreshToken();
        };
    }

    private TokenPair pair(Grant grant) {
        String accessToken = issuer.issue(grant.user(), grant.session(), grant.issuedAt(), grant.accessUntil());
        return new TokenPair(
                accessToken,
                "Bearer",
                Duration.between(grant.issuedAt(), grant.accessUntil()).toSeconds(),
                grant.refreshToken(),
                Duration.between(grant.issuedAt(), grant.refreshUntil()).toSeconds(),
                users.view(grant.user()));
    }

    /// Open to callers without an access token, since a refresh token is enough; without one, an access token is needed
    /// after all.
    @POST
    @Path("/logout")
    @PermitAll
    @Operation(operationId = "logOut", summary = "End a session")
    @Outcome(
            propagates = true,
            problems = {"unauthenticated", "invalid-token", "session-ended"})
    public RestResponse<Propagating> logout(Logout logout) {
        @Nullable String refreshToken = logout.refreshToken();
        if (refreshToken != null) {
            return Propagating.answer(changes.run(() -> sessions.endOf(refreshToken)));
        }
        Caller caller = accessTokens.verify(request.header("Authorization"));
        return Propagating.answer(changes.run(() -> {
            sessions.requireLive(caller);
            sessions.end(caller.session());
        }));
    }

    @POST
    @Path("/logout-all")
    @Operation(operationId = "logOutEverywhere", summary = "End all of the caller's sessions")
    @Outcome(propagates = true)
    public RestResponse<Propagating> logoutAll() {
        Caller caller = request.caller();
        return Propagating.answer(changes.run(() -> {
            users.lock(caller);
            sessions.endAll(caller.id());
        }));
    }
}
