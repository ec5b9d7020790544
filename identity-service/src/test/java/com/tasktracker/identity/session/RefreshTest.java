package com.tasktracker.identity.session;

import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.MovableClock;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class RefreshTest {

    @Inject
    Sql sql;

    private static void assertStolen(Response response) {
        response.then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .body("type", equalTo("/problems/session-ended"));
    }

    private static void assertDead(Response response) {
        response.then().statusCode(401).body("type", equalTo("/problems/invalid-token"));
    }

    @Test
    void eachRefreshAnswersANewPairAndRetiresTheTokenBefore() {
        Account account = register();
        Pair first = login(account);
        Response answer = refresh(first.refresh());
        answer.then().statusCode(200).body("user.username", equalTo(account.username()));
        Pair second = Pair.of(answer);
        assertThat(second.refresh()).isNotEqualTo(first.refresh());
        me(second.access()).then().statusCode(200);
        me(first.access()).then().statusCode(200);
        Pair.of(refresh(second.refresh()));
    }

    @Test
    void aTokenUsedAMomentAgoAnswersTheSameSuccessor() {
        Pair first = login(register());
        Pair second = Pair.of(refresh(first.refresh()));
        MovableClock.advance(Duration.ofSeconds(25));
        Pair again = Pair.of(refresh(first.refresh()));
        assertThat(again.refresh()).isEqualTo(second.refresh());
        Pair.of(refresh(again.refresh()));
    }

    @Test
    void aTokenUsedLongAgoIsTheftAndEndsTheSession() {
        Pair first = login(register());
        Pair second = Pair.of(refresh(first.refresh()));
        MovableClock.advance(Duration.ofSeconds(31));
        assertStolen(refresh(first.refresh()));
        assertDead(refresh(second.refresh()));
        assertStolen(refresh(first.refresh()));
        me(second.access()).then().statusCode(401).body("type", equalTo("/problems/session-ended"));
    }

    @Test
    void anOlderTokenIsTheftAtAnyTime() {
        Pair first = login(register());
        Pair second = Pair.of(refresh(first.refresh()));
        Pair third = Pair.of(refresh(second.refresh()));
        assertStolen(refresh(first.refresh()));
        assertDead(refresh(third.refresh()));
        me(third.access()).then().statusCode(401);
    }

    @Test
    void whatIsNoTokenIsDead() {
        assertDead(refresh("A".repeat(43)));
        assertDead(refresh("no such token"));
        assertDead(refresh(login(register()).access()));
    }

    @Test
    void aSessionEndsWhenItIsIdleTooLong() {
        Pair first = login(register());
        MovableClock.advance(Duration.ofDays(13));
        Pair second = Pair.of(refresh(first.refresh()));
        MovableClock.advance(Duration.ofDays(14).plusSeconds(1));
        assertDead(refresh(second.refresh()));
    }

    @Test
    void refreshingNeverPutsOffTheAbsoluteEnd() {
        Pair pair = login(register());
        for (int i = 0; i < 2; i++) {
            MovableClock.advance(Duration.ofDays(13));
            pair = Pair.of(refresh(pair.refresh()));
        }
        MovableClock.advance(Duration.ofDays(3).plusHours(23));
        Response last = refresh(pair.refresh());
        last.then().body("refresh_expires_in", lessThanOrEqualTo(3600));
        MovableClock.advance(Duration.ofHours(1).plusSeconds(1));
        assertDead(refresh(Pair.of(last).refresh()));
    }

    @Test
    void onlyHashesAreStored() {
        Pair pair = login(register());
        int found = sql.first("SELECT count(*) AS n FROM refresh_token WHERE hash = ?", row -> row.number("n"), (Object)
                        RefreshToken.shown(pair.refresh()).hash())
                .orElseThrow();
        assertThat(found).isEqualTo(1);
    }

    @Test
    void fiftyRefreshesAtOnceAnswerOneSuccessor() throws Exception {
        Pair first = login(register());
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(() -> Pair.of(refresh(first.refresh())).refresh());
        }
        List<String> successors = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<String> answer : threads.invokeAll(calls)) {
                successors.add(answer.get());
            }
        }
        assertThat(successors).hasSize(50).containsOnly(successors.getFirst());
        Pair.of(refresh(successors.getFirst()));
    }
}
