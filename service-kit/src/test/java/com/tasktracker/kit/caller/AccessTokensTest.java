package com.tasktracker.kit.caller;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which a token can be wrong, as one table.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class AccessTokensTest {

    private static final UUID USER = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final UUID SESSION = UUID.fromString("01900000-0000-7000-8000-00000000000a");
    private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"test-key\"}";
    private static final EllipticCurveJsonWebKey KEY = TestTokens.key();

    @Inject
    Sql sql;

    @BeforeEach
    void publishTheKey() {
        TestTokens.publish(sql);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String good() {
        return TestTokens.of(USER, SESSION);
    }

    private static String withClaims(Consumer<JwtClaims> change) {
        JwtClaims claims = TestTokens.claims(USER, SESSION);
        change.accept(claims);
        return TestTokens.sign(claims, KEY, "at+jwt");
    }

    private static String withHeader(String header) {
        return TestTokens.signRaw(header, TestTokens.claims(USER, SESSION).toJson(), KEY);
    }

    private static String withPayload(String payload) {
        return TestTokens.signRaw(HEADER, payload, KEY);
    }

    private static NumericDate in(long seconds) {
        NumericDate time = NumericDate.now();
        time.addSeconds(seconds);
        return time;
    }

    /// A MAC made with the public key as if it were a shared secret.
    private static String hmacWithPublicKey() throws Exception {
        String content = encode("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"test-key\"}") + "."
                + encode(TestTokens.claims(USER, SESSION).toJson());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getPublicKey().getEncoded(), "HmacSHA256"));
        byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String unsigned(String algorithm) {
        return encode("{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"test-key\"}") + "."
                + encode(TestTokens.claims(USER, SESSION).toJson()) + ".";
    }

    private static Arguments row(String name, String token) {
        return Arguments.of(name, token);
    }

    static Stream<Arguments> refused() throws Exception {
        String claims = TestTokens.claims(USER, SESSION).toJson();
        return Stream.of(
                row("nothing", "x"),
                row("two parts", good().substring(0, good().lastIndexOf('.'))),
                row("five parts", good() + ".a.b"),
                row("no algorithm", unsigned("none")),
                row("no algorithm, spelt None", unsigned("None")),
                row("no algorithm, spelt nOnE", unsigned("nOnE")),
                row("a MAC with the public key", hmacWithPublicKey()),
                row(
                        "another key",
                        TestTokens.sign(TestTokens.claims(USER, SESSION), TestTokens.newKey("test-key"), "at+jwt")),
                row(
                        "an unknown key",
                        TestTokens.sign(TestTokens.claims(USER, SESSION), TestTokens.newKey("other"), "at+jwt")),
                row("a key id that is a path", withHeader(HEADER.replace("test-key", "../../etc/passwd"))),
                row("a key id that is SQL", withHeader(HEADER.replace("test-key", "' OR '1'='1"))),
                row("a key id with NUL", withHeader(HEADER.replace("test-key", "test-key\\u0000"))),
                row("a key id of 2 KB", withHeader(HEADER.replace("test-key", "k".repeat(2_048)))),
                row("a key id of 10 KB", withHeader(HEADER.replace("test-key", "k".repeat(10_240)))),
                row("no key id", withHeader("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}")),
                row("jku", withHeader(HEADER.replace("}", ",\"jku\":\"http://127.0.0.1:1/keys\"}"))),
                row("x5u", withHeader(HEADER.replace("}", ",\"x5u\":\"http://127.0.0.1:1/cert\"}"))),
                row("jwk", withHeader(HEADER.replace("}", ",\"jwk\":" + TestTokens.publicJwk() + "}"))),
                row("x5c", withHeader(HEADER.replace("}", ",\"x5c\":[\"AA\"]}"))),
                row("crit", withHeader(HEADER.replace("}", ",\"crit\":[\"exp\"]}"))),
                row("another type", TestTokens.sign(TestTokens.claims(USER, SESSION), KEY, "JWT")),
                row("no type", withHeader("{\"alg\":\"ES256\",\"kid\":\"test-key\"}")),
                row("a duplicate header member", withHeader(HEADER.replace("}", ",\"alg\":\"ES256\"}"))),
                row("a duplicate claim", withPayload(claims.replaceFirst("\\{", "{\"sub\":\"" + USER + "\","))),
                row("a payload that is no object", withPayload("[]")),
                row("expired", withClaims(c -> c.setExpirationTime(in(-6)))),
                row("not yet valid", withClaims(c -> c.setNotBefore(in(3_600)))),
                row("issued in the future", withClaims(c -> c.setIssuedAt(in(3_600)))),
                row("another issuer", withClaims(c -> c.setIssuer("somebody"))),
                row("another audience", withClaims(c -> c.setAudience("something"))),
                row("no issuer", withClaims(c -> c.unsetClaim("iss"))),
                row("no audience", withClaims(c -> c.unsetClaim("aud"))),
                row("no subject", withClaims(c -> c.unsetClaim("sub"))),
                row("a subject that is no user", withClaims(c -> c.setSubject("root"))),
                row("no session", withClaims(c -> c.unsetClaim("sid"))),
                row("no expiry", withClaims(c -> c.unsetClaim("exp"))),
                row("no time of issue", withClaims(c -> c.unsetClaim("iat"))),
                row("no token id", withClaims(c -> c.unsetClaim("jti"))),
                row("no client", withClaims(c -> c.unsetClaim("client_id"))),
                row("junk behind the signature", good() + "A"),
                row("padding behind the signature", good() + "=="),
                row("a blank inside", good().replace(".", ". ")),
                row("another last bit of the signature", TestTokens.withLooseLastBits(good())),
                row("oversized", withClaims(c -> c.setStringClaim("x", "x".repeat(5_000)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedAsAnInvalidToken(String name, String token) {
        given().header("Authorization", "Bearer " + token)
                .get("/notes")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .body("type", equalTo("/problems/invalid-token"));
    }

    @Test
    void aGoodTokenIsAcceptedAgainAndAgainAlsoInItsLeeway() {
        String token = good();
        given().header("Authorization", "Bearer " + token).get("/notes").then().statusCode(200);
        given().header("Authorization", "bearer " + token).get("/notes").then().statusCode(200);
        String late = withClaims(c -> {
            c.setIssuedAt(in(-300));
            c.setExpirationTime(in(-1));
        });
        given().header("Authorization", "Bearer " + late).get("/notes").then().statusCode(200);
        String early = withClaims(c -> {
            c.setIssuedAt(in(20));
            c.setNotBefore(in(20));
        });
        given().header("Authorization", "Bearer " + early).get("/notes").then().statusCode(200);
    }

    @Test
    void withoutATokenItIsSaidThatOneIsNeeded() {
        for (String header : new String[] {"", "Basic dTpw", "Bearer"}) {
            given().header("Authorization", header)
                    .get("/notes")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer")
                    .body("type", equalTo("/problems/unauthenticated"));
        }
    }

    @Test
    void twoAuthorizationHeadersAreRefused() {
        given().header("Authorization", "Bearer " + good(), "Bearer " + good())
                .get("/notes")
                .then()
                .statusCode(400)
                .body("type", equalTo("/problems/malformed-request"));
    }

    /// Nobody's token is bad because no key to judge it by has arrived.
    @Test
    void withoutAnyKeyATokenThatMayBeGoodIsToBeSentAgainAndJunkIsRefused() {
        // It makes the service look, where the key that it knows would not.
        String unknown = TestTokens.sign(TestTokens.claims(USER, SESSION), TestTokens.newKey("unknown"), "at+jwt");
        sql.update("DELETE FROM signing_key");
        try {
            eventually("no key is known any more", () -> asked(unknown).statusCode() == 503);
            asked(good())
                    .then()
                    .statusCode(503)
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                    .body("type", equalTo("/problems/unavailable"));
            for (String junk :
                    new String[] {"x", "a.b.c", good() + ".a.b", good() + "==", withHeader("{\"jku\":\"x\"}")}) {
                asked(junk).then().statusCode(401).body("type", equalTo("/problems/invalid-token"));
            }
        } finally {
            TestTokens.publish(sql);
            eventually("the key is found", () -> asked(good()).statusCode() == 200);
        }
    }

    private static Response asked(String token) {
        return given().header("Authorization", "Bearer " + token).get("/notes");
    }

    @Test
    void aKeyThatWasJustPublishedIsFound() {
        EllipticCurveJsonWebKey fresh = TestTokens.newKey("fresh-" + UUID.randomUUID());
        String token = TestTokens.sign(TestTokens.claims(USER, SESSION), fresh, "at+jwt");
        given().header("Authorization", "Bearer " + token).get("/notes").then().statusCode(401);
        sql.update("INSERT INTO signing_key (kid, jwk) VALUES (?, ?)", fresh.getKeyId(), TestTokens.publicJwk(fresh));
        long deadline = System.nanoTime() + 10_000_000_000L;
        int status;
        do {
            status = given().header("Authorization", "Bearer " + token)
                    .get("/notes")
                    .statusCode();
        } while (status != 200 && System.nanoTime() < deadline);
        assertThat(status).isEqualTo(200);
    }
}
