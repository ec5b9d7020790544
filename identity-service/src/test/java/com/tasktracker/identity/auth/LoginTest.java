package com.tasktracker.identity.auth;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.json;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class LoginTest {

    @Test
    void registeringAnswersTheWholeUserAndWhereItIs() {
        String name = "Ada." + UUID.randomUUID().toString().substring(0, 8);
        String lower = name.toLowerCase(Locale.ROOT);
        String location = register(name, name + "@Example.com")
                .then()
                .statusCode(201)
                .header("ETag", matchesPattern("\"1-[0-9a-f]{16}\""))
                .body("username", equalTo(lower))
                .body("email", equalTo(name + "@Example.com"))
                .body("email_verified", equalTo(false))
                .body("pending_email", nullValue())
                .body("display_name", equalTo(lower))
                .body("profile.bio", nullValue())
                .body("preferences.size()", equalTo(0))
                .body("version", equalTo(1))
                .body("created_at", matchesPattern("20.*Z"))
                .body("password", nullValue())
                .extract()
                .header("Location");
        assertThat(location).matches("/users/[0-9a-f-]{36}");
    }

    @Test
    void namesAndAddressesAreTakenWhateverTheCase() {
        Account account = register();
        register(account.username().toUpperCase(Locale.ROOT), "other-" + account.email())
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/username-taken"));
        register("x" + account.username(), account.email().toUpperCase(Locale.ROOT))
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/email-taken"));
    }

    @Test
    void everyFaultOfARegistrationIsNamed() {
        json().body("{\"username\": \"a b\", \"email\": \"nobody\", \"display_name\": \"\", \"id\": 1}")
                .post("/auth/register")
                .then()
                .statusCode(400)
                .body("type", equalTo("/problems/validation-failed"))
                .body("errors.field", hasItem("username"))
                .body("errors.field", hasItem("email"))
                .body("errors.field", hasItem("password"))
                .body("errors.field", hasItem("display_name"))
                .body("errors.find { it.field == 'id' }.code", equalTo("read_only"));
    }

    @Test
    void aPasswordThatIsTooEasyIsRefusedBeforeItIsToldWhetherTheNameIsTaken() {
        Account account = register();
        json().body("{\"username\": \"%s\", \"email\": \"%s\", \"password\": \"passwordpassword\"}"
                        .formatted(account.username(), account.email()))
                .post("/auth/register")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("password"));
    }

    @Test
    void aRepeatedRegistrationWithTheSameKeyCreatesOnce() {
        String name = "twice-" + UUID.randomUUID().toString().substring(0, 8);
        String body = """
                {"username": "%s", "email": "%s@example.com", "password": "%s"}""".formatted(name, name, PASSWORD);
        String key = UUID.randomUUID().toString();
        String id = json().header("Idempotency-Key", key)
                .body(body)
                .post("/auth/register")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", nullValue())
                .extract()
                .path("id");
        json().header("Idempotency-Key", key)
                .body(body)
                .post("/auth/register")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(id));
        json().header("Idempotency-Key", key)
                .body(body.replace("\"username\": \"", "\"username\": \"x"))
                .post("/auth/register")
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/idempotency-key-reused"));
    }

    @Test
    void aLoginByNameOrAddressAnswersATokenPair() {
        Account account = register();
        for (String login : new String[] {
            account.username(),
            account.username().toUpperCase(Locale.ROOT),
            account.email(),
            account.email().toUpperCase(Locale.ROOT)
        }) {
            login(login, PASSWORD)
                    .then()
                    .statusCode(200)
                    .body("access_token", notNullValue())
                    .body("token_type", equalTo("Bearer"))
                    .body("expires_in", equalTo(300))
                    .body("refresh_token", matchesPattern("[A-Za-z0-9_-]{43}"))
                    .body("refresh_expires_in", equalTo(14 * 24 * 3600))
                    .body("user.username", equalTo(account.username()));
        }
    }

    @Test
    void anAccessTokenIsAsRfc9068HasIt() {
        Account account = register();
        String[] parts = login(account).access().split("\\.", -1);
        JsonPath header = JsonPath.from(decode(parts[0]));
        JsonPath claims = JsonPath.from(decode(parts[1]));
        assertThat(header.getString("typ")).isEqualTo("at+jwt");
        assertThat(header.getString("alg")).isEqualTo("ES256");
        assertThat(header.getMap("")).containsOnlyKeys("typ", "alg", "kid");
        assertThat(claims.getMap("")).containsOnlyKeys("iss", "aud", "sub", "iat", "exp", "jti", "sid", "client_id");
        assertThat(claims.getString("sub")).isEqualTo(account.id().toString());
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(300);
        json().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .header("Cache-Control", matchesPattern("public, max-age=[0-9]+"))
                .body("keys.kid", hasItem(header.getString("kid")))
                .body("keys[0].kty", equalTo("EC"))
                .body("keys[0].crv", equalTo("P-256"))
                .body("keys[0].use", equalTo("sig"))
                .body("keys[0].alg", equalTo("ES256"))
                .body("keys[0].d", nullValue());
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    @Test
    void unknownUserAndWrongPasswordAreTheSameAnswer() {
        Account account = register();
        String wrong =
                problemOf(login(account.username(), "not the password at all").asString());
        String unknown = problemOf(
                login("nobody-of-that-name", "not the password at all").asString());
        assertThat(wrong).isEqualTo(unknown);
        login(account.username(), "not the password at all")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("/problems/invalid-credentials"));
    }

    private static String problemOf(String body) {
        return body.replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    @Test
    void theCallerSeesThemselves() {
        Account account = register();
        Pair pair = login(account);
        String tag = me(pair.access())
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-cache")
                .body("id", equalTo(account.id().toString()))
                .body("teams.size()", equalTo(0))
                .extract()
                .header("ETag");
        as(pair.access()).header("If-None-Match", tag).get("/users/me").then().statusCode(304);
        json().get("/users/me").then().statusCode(401).body("type", equalTo("/problems/unauthenticated"));
    }

    @Test
    void afterLogoutNeitherTokenIsAccepted() {
        Pair pair = login(register());
        as(pair.access()).contentType("").post("/auth/logout").then().statusCode(204);
        me(pair.access()).then().statusCode(401).body("type", equalTo("/problems/session-ended"));
        refresh(pair.refresh()).then().statusCode(401).body("type", equalTo("/problems/invalid-token"));
    }

    @Test
    void aRefreshTokenIsEnoughToLogOutAndADeadOneIsNoError() {
        Pair pair = login(register());
        String body = "{\"refresh_token\": \"" + pair.refresh() + "\"}";
        json().body(body).post("/auth/logout").then().statusCode(204);
        json().body(body).post("/auth/logout").then().statusCode(204);
        me(pair.access()).then().statusCode(401).body("type", equalTo("/problems/session-ended"));
        json().body("{}")
                .post("/auth/logout")
                .then()
                .statusCode(401)
                .body("type", equalTo("/problems/unauthenticated"));
    }
}
