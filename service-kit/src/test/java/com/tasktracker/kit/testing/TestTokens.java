package com.tasktracker.kit.testing;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Sql;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// Makes access tokens as the identity service does, with a key of the tests' own whose public half ([#publicJwk]) is
/// put where the service under test looks for keys.
public final class TestTokens {

    public static final String KEY_ID = "test-key";

    private static final int LIFETIME_SECONDS = 300;
    private static final EllipticCurveJsonWebKey KEY = newKey(KEY_ID);

    private TestTokens() {}

    public static EllipticCurveJsonWebKey newKey(String kid) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(kid);
            key.setAlgorithm("ES256");
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The key with which good tokens are signed.
    public static EllipticCurveJsonWebKey key() {
        return KEY;
    }

    /// The key's public half as a JWK (RFC 7517).
    public static String publicJwk() {
        return publicJwk(KEY);
    }

    /// Puts it where the kit, as a service under test, looks for keys.
    public static void publish(Sql sql) {
        sql.update(
                "INSERT INTO signing_key (kid, jwk) VALUES (?, ?) ON CONFLICT (kid) DO NOTHING", KEY_ID, publicJwk());
    }

    public static String publicJwk(EllipticCurveJsonWebKey key) {
        return key.toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /// A good token of that user, in a session of its own.
    public static String of(UUID user) {
        return of(user, Ids.next(Clock.systemUTC()));
    }

    public static String of(UUID user, UUID session) {
        return sign(claims(user, session), KEY, "at+jwt");
    }

    /// The claims of a good token, to be spoilt.
    public static JwtClaims claims(UUID user, UUID session) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("tasktracker");
        claims.setAudience("tasktracker-api");
        claims.setSubject(user.toString());
        claims.setIssuedAt(NumericDate.now());
        NumericDate expiry = NumericDate.now();
        expiry.addSeconds(LIFETIME_SECONDS);
        claims.setExpirationTime(expiry);
        claims.setJwtId(Ids.next(Clock.systemUTC()).toString());
        claims.setStringClaim("sid", session.toString());
        claims.setStringClaim("client_id", "tasktracker");
        return claims;
    }

    public static String sign(JwtClaims claims, EllipticCurveJsonWebKey key, String type) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setPayload(claims.toJson());
            jws.setKey(key.getPrivateKey());
            jws.setAlgorithmHeaderValue("ES256");
            jws.setKeyIdHeaderValue(key.getKeyId());
            jws.setHeader("typ", type);
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A token of exactly this header and payload, rightly signed, however wrong they are.
    public static String signRaw(String header, String payload, EllipticCurveJsonWebKey key) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String content = encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key.getEcPrivateKey());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + encoder.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same token with other unused bits in the last character of its signature, which decodes to the same bytes.
    public static String withLooseLastBits(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last | 1);
    }

    /// The value of an `Authorization` header.
    public static String bearer(UUID user) {
        return "Bearer " + of(user);
    }
}
