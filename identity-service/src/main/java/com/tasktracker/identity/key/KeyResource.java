package com.tasktracker.identity.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.contract.Outcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// The public keys, for whoever verifies access tokens.
@Path("/.well-known/jwks.json")
@Tag(name = "Keys")
@RunOnVirtualThread
class KeyResource {

    /// Below the lead, so that whoever keeps the set as long as it may has each key before it signs.
    private static final Duration LONGEST_CACHED = Duration.ofMinutes(5);

    private final SigningKeys keys;
    private final KeyConfig config;
    private final ObjectMapper json;

    KeyResource(SigningKeys keys, KeyConfig config, ObjectMapper json) {
        this.keys = keys;
        this.config = config;
        this.json = json;
    }

    /// A JWK set (RFC 7517, section 5).
    record KeySet(List<JsonNode> keys) {}

    @GET
    @PermitAll
    @Operation(operationId = "getKeys", summary = "The public keys that access tokens are verified with")
    @Outcome
    public RestResponse<KeySet> read() throws JsonProcessingException {
        List<JsonNode> set = new ArrayList<>();
        for (SigningKey key : keys.keys()) {
            set.add(json.readTree(key.jwk()));
        }
        long seconds = Math.min(LONGEST_CACHED.toSeconds(), config.lead().toSeconds() / 2);
        return RestResponse.ResponseBuilder.ok(new KeySet(set))
                .header("Cache-Control", "public, max-age=" + seconds)
                .build();
    }
}
