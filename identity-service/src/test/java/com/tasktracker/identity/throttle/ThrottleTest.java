package com.tasktracker.identity.throttle;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.json;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.patchMe;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.MovableClock;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.redis.Redis;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class ThrottleTest {

    private static final String ELSEWHERE = "203.0.113.7";
    private static final String OTHER = "@" + UUID.randomUUID() + ".example.org";

    @Inject
    Redis asked;

    @AfterEach
    void bringRedisBack() {
        RedisResource.startServer();
        eventually("Redis is asked again", () -> !asked.isAway());
    }

    private static Response from(String address, String login, String password) {
        return json().header("X-Forwarded-For", address)
                .body("{\"login\": \"%s\", \"password\": \"%s\"}".formatted(login, password))
                .post("/auth/login");
    }

    private static void guessWrongTenTimes(String address, String login) {
        for (int i = 0; i < 10; i++) {
            from(address, login, "guess number " + i).then().statusCode(401);
        }
    }

    private static void assertThrottled(Response response) {
        response.then()
                .statusCode(429)
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .body("type", equalTo("/problems/rate-limited"));
    }

    @Test
    void guessingFromElsewhereIsStoppedAndTheOwnerStillGetsIn() {
        Account account = register();
        guessWrongTenTimes(ELSEWHERE, account.username());
        assertThrottled(from(ELSEWHERE, account.username(), "one more guess"));
        assertThrottled(from(ELSEWHERE, account.username(), PASSWORD));
        login(account);
        from("203.0.113.8", account.username(), PASSWORD).then().statusCode(200);
    }

    @Test
    void fromAKnownAddressTheRightPasswordIsTakenAWhileLonger() {
        Account account = register();
        String address = "203.0.113.20";
        from(address, account.username(), PASSWORD).then().statusCode(200);
        guessWrongTenTimes(address, account.username());
        assertThrottled(from(address, account.username(), "one more guess"));
        from(address, account.username(), PASSWORD).then().statusCode(200);
        from(address, account.username(), "a mistake").then().statusCode(401);
    }

    @Test
    void guessingFromEverywhereIsStoppedForStrangersAloneAndTellsNothingOfTheOtherName() {
        Account account = register();
        login(account);
        for (int i = 0; i < 10; i++) {
            guessWrongTenTimes("203.0.113." + (100 + i), account.username());
        }
        assertThrottled(from("203.0.113.110", account.username(), PASSWORD));
        assertThrottled(from("203.0.113.110", account.username(), "one more guess"));
        login(account);
        from("203.0.113.110", account.email(), "one more guess").then().statusCode(401);
        from("203.0.113.110", account.email(), PASSWORD).then().statusCode(200);
    }

    @Test
    void nobodyIsThrottledLikeSomebody() {
        String login = "nobody-" + UUID.randomUUID();
        guessWrongTenTimes(ELSEWHERE, login);
        assertThrottled(from(ELSEWHERE, login, "one more guess"));
    }

    @Test
    void withoutRedisItIsCountedInTheProcess() {
        RedisResource.stopServer();
        Account account = register();
        guessWrongTenTimes(ELSEWHERE, account.username());
        assertThrottled(from(ELSEWHERE, account.username(), PASSWORD));
        login(account);
        MovableClock.advance(Duration.ofMinutes(16));
        from(ELSEWHERE, account.username(), PASSWORD).then().statusCode(200);
    }

    @Test
    void guessingTheCurrentPasswordWithinASessionIsStoppedToo() {
        Pair pair = login(register());
        for (int i = 0; i < 10; i++) {
            assertThat(delete(pair, "guess number " + i).statusCode()).isEqualTo(422);
        }
        assertThrottled(delete(pair, "one more guess"));
        assertThrottled(delete(pair, PASSWORD));
    }

    private static Response delete(Pair pair, String password) {
        return as(pair.access())
                .body("{\"current_password\": \"%s\"}".formatted(password))
                .post("/users/me/deletion");
    }

    @Test
    void askingWhichNamesAreTakenIsLimited() {
        Account account = register();
        int status = 409;
        for (int i = 0; i < 30; i++) {
            status = takenFrom("203.0.113.30", account).statusCode();
            assertThat(status).isEqualTo(409);
        }
        assertThrottled(takenFrom("203.0.113.30", account));
        // Nor is it told what is free, or the difference would tell the same.
        assertThrottled(json().header("X-Forwarded-For", "203.0.113.30")
                .body("{\"username\": \"free%s\", \"email\": \"free%s\", \"password\": \"%s\"}"
                        .formatted(account.username().substring(0, 10), account.email(), PASSWORD))
                .post("/auth/register"));
    }

    @Test
    void aNameAndAnAddressAreCountedApartSoThatTheCountDoesNotTellThatTheyBelongTogether() {
        Account account = register();
        guessWrongTenTimes("203.0.113.40", account.username());
        from("203.0.113.40", account.email(), "one more guess").then().statusCode(401);
        for (int i = 0; i < 9; i++) {
            from("203.0.113.40", account.email(), "guess number " + i).then().statusCode(401);
        }
        assertThrottled(from("203.0.113.40", account.email(), PASSWORD));
    }

    @Test
    void aWholeIpv6NetworkCountsAsOneAddress() {
        Account account = register();
        for (int i = 0; i < 10; i++) {
            from("2001:db8:0:7::" + i, account.username(), "guess number " + i)
                    .then()
                    .statusCode(401);
        }
        assertThrottled(from("2001:db8:0:7:ffff::1", account.username(), PASSWORD));
        from("2001:db8:0:8::1", account.username(), PASSWORD).then().statusCode(200);
    }

    @Test
    void askingForManyOtherAddressesIsLimited() {
        Pair pair = login(register());
        for (int i = 0; i < 10; i++) {
            patchMe(pair.access(), "{\"email\": \"a%d%s\", \"current_password\": \"%s\"}".formatted(i, OTHER, PASSWORD))
                    .then()
                    .statusCode(200);
        }
        assertThrottled(patchMe(
                pair.access(), "{\"email\": \"a%s\", \"current_password\": \"%s\"}".formatted(OTHER, PASSWORD)));
        patchMe(pair.access(), "{\"display_name\": \"Ada\"}").then().statusCode(200);
    }

    @Test
    void whoHasAnEndedSessionUsesNothingOfTheOwnersUp() {
        Account account = register();
        Pair ended = login(account);
        as(ended.access()).contentType("").post("/auth/logout").then().statusCode(204);
        String edit = "{\"email\": \"e%s\", \"current_password\": \"%s\"}".formatted(OTHER, PASSWORD);
        for (int i = 0; i < 11; i++) {
            patchMe(ended.access(), edit).then().statusCode(401);
        }
        patchMe(login(account).access(), edit).then().statusCode(200);
    }

    @Test
    void refreshingOneSessionIsLimitedAndLeavesTheTokenGood() {
        Pair pair = login(register());
        String first = Pair.of(refresh(pair.refresh())).refresh();
        for (int i = 1; i < 120; i++) {
            assertThat(Pair.of(refresh(pair.refresh())).refresh()).isEqualTo(first);
        }
        assertThrottled(refresh(pair.refresh()));
        assertThrottled(refresh(first));
    }

    private static Response takenFrom(String address, Account account) {
        return json().header("X-Forwarded-For", address)
                .body("{\"username\": \"%s\", \"email\": \"x%s\", \"password\": \"%s\"}"
                        .formatted(account.username(), account.email(), PASSWORD))
                .post("/auth/register");
    }
}
