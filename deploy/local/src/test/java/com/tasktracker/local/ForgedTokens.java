package com.tasktracker.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Every token that no service may accept, by what is wrong with it. The forge is one whose key the services know.
final class ForgedTokens {

    private final Forge forge;
    private final UUID user;
    private final UUID session;
    private final Map<String, String> rows = new LinkedHashMap<>();

    private ForgedTokens(Forge forge, UUID user, UUID session) {
        this.forge = forge;
        this.user = user;
        this.session = session;
    }

    /// @param elsewhere where `jku` and `x5u` point to
    static Map<String, String> all(Forge forge, UUID user, UUID session, String elsewhere)
            throws GeneralSecurityException {
        ForgedTokens tokens = new ForgedTokens(forge, user, session);
        tokens.ofAnotherShape();
        tokens.unsigned();
        tokens.ofAnotherKey();
        tokens.thatNameTheirOwnKey(elsewhere);
        tokens.withOtherHeaders();
        tokens.withOtherClaims();
        return tokens.rows;
    }

    private String claims() {
        return Forge.claims(user, session).toString();
    }

    private String good() throws GeneralSecurityException {
        return forge.sign(forge.header().toString(), claims());
    }

    private void header(String name, Consumer<ObjectNode> change) throws GeneralSecurityException {
        ObjectNode header = forge.header();
        change.accept(header);
        rows.put(name, forge.sign(header.toString(), claims()));
    }

    private void claims(String name, Consumer<ObjectNode> change) throws GeneralSecurityException {
        ObjectNode claims = Forge.claims(user, session);
        change.accept(claims);
        rows.put(name, forge.sign(forge.header().toString(), claims.toString()));
    }

    private void ofAnotherShape() throws GeneralSecurityException {
        String good = good();
        rows.put("nothing", "x");
        rows.put("two parts", good.substring(0, good.lastIndexOf('.')));
        rows.put("four parts", good + ".a");
        rows.put("five parts", good + ".a.b");
        rows.put("junk behind the signature", good + "AAAA");
        rows.put("padding behind the signature", good + "==");
        rows.put("a character that does not belong", good.substring(0, good.length() - 1) + "+");
        rows.put("a signature that was changed", good.substring(0, good.length() - 6) + "AAAAAA");
        rows.put("an empty signature", good.substring(0, good.lastIndexOf('.') + 1));
        rows.put("a payload that is no object", forge.sign(forge.header().toString(), "[]"));
        rows.put("a payload that is no JSON", forge.sign(forge.header().toString(), "x"));
        rows.put("a header that is no JSON", forge.sign("x", claims()));
        claims("oversized", c -> c.put("x", "x".repeat(5_000)));
    }

    private void unsigned() throws GeneralSecurityException {
        for (String none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            String header = forge.header().put("alg", none).toString();
            rows.put("the algorithm '" + none + "'", Forge.encode(header) + "." + Forge.encode(claims()) + ".");
            rows.put("the algorithm '" + none + "', with a signature", forge.sign(header, claims()));
        }
        String content = Forge.encode(forge.header().put("alg", "HS256").toString()) + "." + Forge.encode(claims());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(forge.publicKey(), "HmacSHA256"));
        rows.put(
                "HS256 keyed with the public key",
                content + "." + Forge.encode(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII))));
        header("another algorithm", h -> h.put("alg", "ES384"));
        header("no algorithm", h -> h.remove("alg"));
    }

    private void ofAnotherKey() throws GeneralSecurityException {
        String kid = forge.header().path("kid").asText();
        Forge same = new Forge(kid);
        rows.put("another key of the same id", same.sign(same.header().toString(), claims()));
        Forge other = new Forge("a-key-of-nobody");
        rows.put("an unknown key", other.sign(other.header().toString(), claims()));
        header("no key id", h -> h.remove("kid"));
        header("a key id that is a number", h -> h.put("kid", 1));
        header("a key id that is a path", h -> h.put("kid", "../../../../dev/null"));
        header("a key id that is SQL", h -> h.put("kid", kid + "' OR '1'='1"));
        header("a key id with NUL", h -> h.put("kid", kid + "\u0000"));
        header("a key id of 2 KB", h -> h.put("kid", "k".repeat(2_048)));
        header("a key id of 10 KB", h -> h.put("kid", "k".repeat(10_240)));
    }

    /// Signed by a key that comes along, and by one that is known.
    private void thatNameTheirOwnKey(String elsewhere) throws GeneralSecurityException {
        Forge own = new Forge("a-key-that-comes-along");
        for (Forge signer : new Forge[] {own, forge}) {
            String of = signer == own ? ", of its own key" : "";
            ObjectNode jku = signer.header().put("jku", elsewhere + "/keys");
            rows.put("jku" + of, signer.sign(jku.toString(), claims()));
            ObjectNode x5u = signer.header().put("x5u", elsewhere + "/certificate");
            rows.put("x5u" + of, signer.sign(x5u.toString(), claims()));
            ObjectNode jwk = signer.header();
            jwk.set("jwk", signer.jwk());
            rows.put("jwk" + of, signer.sign(jwk.toString(), claims()));
            ObjectNode x5c = signer.header();
            x5c.putArray("x5c").add("AAAA");
            rows.put("x5c" + of, signer.sign(x5c.toString(), claims()));
        }
        rows.put(
                "a key id that is an address",
                own.sign(own.header().put("kid", elsewhere + "/kid").toString(), claims()));
    }

    private void withOtherHeaders() throws GeneralSecurityException {
        header("a crit that nobody knows", h -> h.putArray("crit").add("b64"));
        header("a crit of what is known", h -> h.putArray("crit").add("exp"));
        header("another type", h -> h.put("typ", "JWT"));
        header("no type", h -> h.remove("typ"));
        header("compressed", h -> h.put("zip", "DEF"));
        String twice = forge.header().toString().replaceFirst("\\{", "{\"alg\":\"none\",");
        rows.put("a duplicate header member", forge.sign(twice, claims()));
    }

    private void withOtherClaims() throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        claims("expired", c -> c.put("exp", now - 10));
        claims("not yet valid", c -> c.put("nbf", now + 3_600));
        claims("issued in the future", c -> c.put("iat", now + 3_600));
        claims("another issuer", c -> c.put("iss", "https://tasktracker.example"));
        claims("another audience", c -> c.put("aud", "another-api"));
        for (String name : new String[] {"iss", "aud", "sub", "iat", "exp", "jti", "sid", "client_id"}) {
            claims("no " + name, c -> c.remove(name));
        }
        claims("a subject that is no user", c -> c.put("sub", "root"));
        claims("an expiry that is a text", c -> c.put("exp", "tomorrow"));
        String twice = claims().replaceFirst("\\{", "{\"sub\":\"" + UUID.randomUUID() + "\",");
        rows.put("a duplicate claim", forge.sign(forge.header().toString(), twice));
    }
}
