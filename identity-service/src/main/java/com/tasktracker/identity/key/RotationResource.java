package com.tasktracker.identity.key;

import com.tasktracker.kit.feed.FollowerCredentials;
import com.tasktracker.kit.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Replaces the signing key on command, for whoever runs the service: by its own name and secret (RFC 7617), and not
/// through the gateway, which has no route to it. Asked again while the next key waits for its turn, it stays that one.
@Path("/internal/keys/rotation")
@RunOnVirtualThread
class RotationResource {

    private final SigningKeys keys;
    private final FollowerCredentials credentials;

    RotationResource(SigningKeys keys, FollowerCredentials credentials) {
        this.keys = keys;
        this.credentials = credentials;
    }

    /// @param activeFrom when the next key begins to sign; it is published already
    record Rotation(Instant activeFrom) {}

    @POST
    @PermitAll
    @Operation(hidden = true)
    public Rotation rotate(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        if (!credentials.isOwn(authorization)) {
            throw Problem.of(
                            401,
                            "unauthenticated",
                            "Authentication is required",
                            "Only who runs the service rotates its keys, by its name and secret.")
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"keys\"");
        }
        return new Rotation(keys.rotate());
    }
}
