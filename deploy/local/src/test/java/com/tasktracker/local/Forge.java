package com.tasktracker.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/// Makes access tokens as the identity service does, and such as it never would, with a key of its own. Once that key
/// is planted in the services' tables, what is wrong with a token is what its maker meant to be wrong, and nothing
/// else.
final class Forge {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int COORDINATE_BYTES = 32;

    private final String kid;
    private final KeyPair pair;

    Forge(String kid) throws GeneralSecurityException {
        this.kid = kid;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.pair = generator.generateKeyPair();
    }

    /// As if the identity service had published it; it signs nothing there, since nobody can open its private half.
    void plant(Suite suite) throws Exception {
        try (Database identity = Database.as("identity", suite);
                Database team = Database.as("team", suite);
                Database task = Database.as("task", suite)) {
            identity.run("INSERT INTO identity.signing_key (kid, jwk, sealed, created_at, active_from) VALUES ('" + kid
                    + "', '" + jwk() + "', '\\x00', now(), now())");
            team.run("INSERT INTO team.signing_key (kid, jwk) VALUES ('" + kid + "', '" + jwk() + "')");
            task.run("INSERT INTO task.signing_key (kid, jwk) VALUES ('" + kid + "', '" + jwk() + "')");
        }
    }

    void uproot(Suite suite) throws Exception {
        for (String schema : new String[] {"identity", "team", "task"}) {
            try (Database database = Database.as(schema, suite)) {
                database.run("DELETE FROM " + schema + ".signing_key WHERE kid = '" + kid + "'");
            } catch (SQLException e) {
                throw new IllegalStateException(schema, e);
            }
        }
    }

    /// The public half (RFC 7517).
    ObjectNode jwk() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return Api.object()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("kid", kid)
                .put("alg", "ES256")
                .put("use", "sig")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] whole = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, whole, COORDINATE_BYTES - length, length);
        return BASE64.encodeToString(whole);
    }

    byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    ObjectNode header() {
        return Api.object().put("alg", "ES256").put("typ", "at+jwt").put("kid", kid);
    }

    /// The claims of a good token, to be spoilt.
    static ObjectNode claims(UUID user, UUID session) {
        long now = Instant.now().getEpochSecond();
        return Api.object()
                .put("iss", "tasktracker")
                .put("aud", "tasktracker-api")
                .put("sub", user.toString())
                .put("iat", now)
                .put("exp", now + 300)
                .put("jti", UUID.randomUUID().toString())
                .put("sid", session.toString())
                .put("client_id", "tasktracker");
    }

    /// A token of exactly this header and payload, rightly signed, however wrong they are.
    String sign(String header, String payload) throws GeneralSecurityException {
        String content = encode(header) + "." + encode(payload);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64.encodeToString(signature.sign());
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encode(byte[] bytes) {
        return BASE64.encodeToString(Arrays.copyOf(bytes, bytes.length));
    }
}
