package com.tasktracker.identity.key;

import static com.tasktracker.identity.Api.json;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.MovableClock;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.identity.key.KeyLimitsTest.Keys;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.feed.FeedsConfig;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class SigningKeysTest {

    private static final String ONE =
            Base64.getEncoder().encodeToString("1".repeat(32).getBytes(StandardCharsets.UTF_8));
    private static final String TWO =
            Base64.getEncoder().encodeToString("2".repeat(32).getBytes(StandardCharsets.UTF_8));

    @Inject
    SigningKeys keys;

    @Inject
    Sql sql;

    @Inject
    Changes changes;

    @Inject
    KeyConfig config;

    @Inject
    FeedsConfig feeds;

    @Inject
    Clock clock;

    private static String kid(String token) {
        String header = token.substring(0, token.indexOf('.'));
        return JsonPath.from(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .getString("kid");
    }

    private static List<String> published() {
        return json().get("/.well-known/jwks.json").jsonPath().getList("keys.kid", String.class);
    }

    private Optional<String> onTheFeed(String kid) {
        return sql.first("SELECT type FROM feed WHERE subject = ?", row -> row.text("type"), "key/" + kid);
    }

    @Test
    void rotatingPublishesTheNextKeyBeforeItSignsAndTakesTheOldOneBackAfterItsLastToken() {
        Pair before = login(register());
        String old = kid(before.access());
        Instant activeFrom = keys.rotate();
        assertThat(keys.rotate()).as("one that waits already").isEqualTo(activeFrom);
        List<String> both = published();
        assertThat(both).hasSizeGreaterThanOrEqualTo(2).contains(old);
        String next = both.getLast();
        assertThat(onTheFeed(next)).contains("key.published");
        Pair during = Pair.of(refresh(before.refresh()));
        assertThat(kid(during.access())).isEqualTo(old);

        MovableClock.advance(Duration.ofMinutes(11).plusSeconds(1));
        Pair after = Pair.of(refresh(during.refresh()));
        assertThat(kid(after.access())).isEqualTo(next);
        me(after.access()).then().statusCode(200);
        assertThat(published()).contains(old, next);

        MovableClock.advance(Duration.ofMinutes(6).plusSeconds(1));
        keys.advance();
        assertThat(published()).contains(next).doesNotContain(old);
        assertThat(onTheFeed(old)).contains("key.deleted");
        me(Pair.of(refresh(after.refresh())).access()).then().statusCode(200);
    }

    @Test
    void whoRunsTheServiceRotatesByItsNameAndSecret() {
        Instant before = Instant.now();
        String time = given().auth()
                .preemptive()
                .basic("identity-service", Surroundings.FOLLOWER_SECRET)
                .post("/internal/keys/rotation")
                .then()
                .statusCode(200)
                .extract()
                .path("active_from");
        assertThat(Instant.parse(time)).isAfter(before);
        assertThat(keys.rotate()).as("the one that waits").isEqualTo(Instant.parse(time));
    }

    @Test
    void nobodyElseRotates() {
        int known = keys.keys().size();
        for (String header : new String[] {
            "",
            "Bearer " + login(register()).access(),
            basic("identity-service", "another secret"),
            basic("team-service", Surroundings.FOLLOWER_SECRET),
            "Basic !"
        }) {
            given().header("Authorization", header)
                    .post("/internal/keys/rotation")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Basic realm=\"keys\"")
                    .body("type", equalTo("/problems/unauthenticated"));
        }
        assertThat(keys.keys()).hasSize(known);
    }

    private static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aKeyIsReplacedWhenItsTimeIsUp() {
        String old = kid(login(register()).access());
        MovableClock.advance(Duration.ofDays(30));
        keys.advance();
        MovableClock.advance(Duration.ofMinutes(12));
        keys.advance();
        Pair pair = login(register());
        assertThat(kid(pair.access())).isNotEqualTo(old);
        me(pair.access()).then().statusCode(200);
    }

    @Test
    void privateKeysAreSealedInTheDatabase() {
        login(register());
        sql.list("SELECT jwk, sealed FROM signing_key", row -> {
                    assertThat(row.text("jwk")).doesNotContain("\"d\"");
                    return String.valueOf(new String(row.bytesOrNull("sealed"), StandardCharsets.ISO_8859_1));
                })
                .forEach(kept -> assertThat(kept).doesNotContain("\"kty\""));
    }

    @Test
    void aServiceThatWouldSignTooEarlyDoesNotStart() {
        Keys hasty =
                new Keys(config.encryption(), config.accessTokenLifetime(), config.rotation(), Duration.ofMinutes(9));
        SigningKeys starting = new SigningKeys(sql, changes, new KeySealer(ONE), hasty, feeds, clock);
        assertThatThrownBy(() -> starting.start(new StartupEvent()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("IDENTITY_KEYS_LEAD is PT9M");
    }

    @Test
    void aKeyUnderThePreviousSecretIsSealedAnewAtTheStart() {
        login(register());
        KeySealer present = new KeySealer(config.encryption());
        KeySealer later = new KeySealer(TWO + "," + config.encryption());
        Map<String, byte[]> before = sealed();
        try {
            new SigningKeys(sql, changes, later, config, feeds, clock).start(new StartupEvent());
            Map<String, byte[]> after = sealed();
            KeySealer withoutThePrevious = new KeySealer(TWO);
            before.forEach((kid, whole) -> assertThat(content(withoutThePrevious, kid, after))
                    .isEqualTo(content(present, kid, before))
                    .isNotEmpty());
        } finally {
            before.forEach((kid, whole) -> sql.update("UPDATE signing_key SET sealed = ? WHERE kid = ?", whole, kid));
        }
    }

    private static byte[] content(KeySealer sealer, String kid, Map<String, byte[]> sealed) {
        return sealer.open(kid, sealed.getOrDefault(kid, new byte[0]))
                .map(KeySealer.Opened::content)
                .orElseGet(() -> new byte[0]);
    }

    private Map<String, byte[]> sealed() {
        Map<String, byte[]> sealed = new HashMap<>();
        sql.list("SELECT kid, sealed FROM signing_key", row -> {
            sealed.put(row.text("kid"), row.bytesOrNull("sealed"));
            return true;
        });
        return sealed;
    }

    @Test
    void whatIsSealedOpensWithTheSameOrThePreviousKeyAndItsOwnId() {
        byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);
        byte[] whole = new KeySealer(ONE).seal("kid", secret);
        assertThat(new KeySealer(ONE).open("kid", whole)).hasValueSatisfying(opened -> {
            assertThat(opened.content()).isEqualTo(secret);
            assertThat(opened.isOfPreviousKey()).isFalse();
        });
        assertThat(new KeySealer(TWO + "," + ONE).open("kid", whole))
                .hasValueSatisfying(
                        opened -> assertThat(opened.isOfPreviousKey()).isTrue());
        assertThat(new KeySealer(TWO).open("kid", whole)).isEmpty();
        assertThat(new KeySealer(ONE).open("other", whole)).isEmpty();
        whole[20] ^= 1;
        assertThat(new KeySealer(ONE).open("kid", whole)).isEmpty();
        assertThat(new KeySealer(ONE).open("kid", new byte[3])).isEmpty();
    }
}
