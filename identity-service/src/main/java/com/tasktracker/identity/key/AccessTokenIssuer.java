package com.tasktracker.identity.key;

import com.tasktracker.kit.caller.TokenConfig;
import com.tasktracker.kit.data.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/// Makes access tokens as RFC 9068 has them, signed with ES256. They say who and in which session, and nothing that
/// could change while they live.
@ApplicationScoped
public class AccessTokenIssuer {

    private static final String CLIENT = "tasktracker";

    private final SigningKeys keys;
    private final TokenConfig config;
    private final Clock clock;

    AccessTokenIssuer(SigningKeys keys, TokenConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /// A signed token.
    ///
    /// @param expiresAt counted in whole seconds
    public String issue(UUID user, UUID session, Instant issuedAt, Instant expiresAt) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(config.issuer());
        claims.setAudience(config.audience());
        claims.setSubject(user.toString());
        claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(expiresAt.getEpochSecond()));
        claims.setJwtId(Ids.next(clock).toString());
        claims.setStringClaim("sid", session.toString());
        claims.setStringClaim("client_id", CLIENT);
        return sign(claims);
    }

    private String sign(JwtClaims claims) {
        SigningKey key = keys.signing();
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key.privateKey());
        jws.setAlgorithmHeaderValue("ES256");
        jws.setKeyIdHeaderValue(key.kid());
        jws.setHeader("typ", "at+jwt");
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the token cannot be signed", e);
        }
    }
}
