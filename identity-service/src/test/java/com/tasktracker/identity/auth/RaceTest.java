package com.tasktracker.identity.auth;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.json;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.post;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static com.tasktracker.identity.Races.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;

/// What ends a session races what would keep it: whoever comes first, no session outlives its end.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class RaceTest {

    private static final int ROUNDS = 6;
    private static final String ANOTHER = "nine purple elephants on a ladder";

    private static final AtomicInteger ADDRESS = new AtomicInteger();

    @Inject
    Sql sql;

    /// A token as it is mailed, without the mail.
    private String resetToken(Account account) throws Exception {
        String token = (UUID.randomUUID().toString() + UUID.randomUUID())
                .replace("-", "")
                .substring(0, 43);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        sql.update(
                "INSERT INTO mailed_token (hash, purpose, user_id, address, expires_at)"
                        + " VALUES (?, 'reset_password', ?, ?, ?)",
                hash,
                account.id(),
                account.email(),
                Instant.now().plus(Duration.ofDays(3_000)));
        return token;
    }

    private static Response reset(String token, String password) {
        return post("/auth/password/reset", "{\"token\": \"" + token + "\", \"new_password\": \"" + password + "\"}");
    }

    private static Response change(Pair pair, String password) {
        return as(pair.access())
                .body("{\"current_password\": \"%s\", \"new_password\": \"%s\"}".formatted(PASSWORD, password))
                .post("/auth/password/change");
    }

    private static Response logout(Pair pair) {
        return post("/auth/logout", "{\"refresh_token\": \"" + pair.refresh() + "\"}");
    }

    /// Refreshes a session until what ends it has been answered, and sees that nothing of it is left: no pair that
    /// anybody was given.
    private static void assertNothingSurvives(Pair pair, Callable<Response> end) throws Exception {
        AtomicBoolean isEnded = new AtomicBoolean();
        Callable<List<Pair>> ending = () -> {
            try {
                end.call().then().statusCode(204);
            } finally {
                isEnded.set(true);
            }
            return List.of(pair);
        };
        atOnce(List.of(ending, () -> refreshUntil(isEnded, pair))).stream()
                .flatMap(List::stream)
                .distinct()
                .forEach(RaceTest::assertIsDead);
    }

    /// Shows the newest token twice at once, again and again, and answers all pairs that came of it.
    private static List<Pair> refreshUntil(AtomicBoolean isEnded, Pair first) throws Exception {
        List<Pair> seen = new ArrayList<>();
        Pair newest = first;
        while (true) {
            String token = newest.refresh();
            boolean wasEnded = isEnded.get();
            Callable<Response> showing = () -> refresh(token);
            List<Pair> given = new ArrayList<>();
            for (Response answer : atOnce(List.of(showing, showing))) {
                if (answer.statusCode() != 401) {
                    given.add(Pair.of(answer));
                }
            }
            if (given.isEmpty()) {
                return seen;
            }
            assertThat(wasEnded).as("refreshed after its end").isFalse();
            seen.addAll(given);
            newest = given.getFirst();
        }
    }

    private static void assertIsDead(Pair pair) {
        me(pair.access()).then().statusCode(401);
        refresh(pair.refresh()).then().statusCode(401);
    }

    @RepeatedTest(ROUNDS)
    void refreshAgainstLogout() throws Exception {
        Pair pair = login(register());
        assertNothingSurvives(pair, () -> logout(pair));
    }

    @RepeatedTest(ROUNDS)
    void refreshAgainstLogoutByTheAccessToken() throws Exception {
        Pair pair = login(register());
        assertNothingSurvives(pair, () -> as(pair.access()).body("{}").post("/auth/logout"));
    }

    @RepeatedTest(ROUNDS)
    void refreshAgainstLogoutEverywhere() throws Exception {
        Account account = register();
        Pair pair = login(account);
        Pair other = login(account);
        assertNothingSurvives(pair, () -> as(other.access()).contentType("").post("/auth/logout-all"));
        assertIsDead(other);
    }

    @RepeatedTest(ROUNDS)
    void refreshAgainstAnotherPassword() throws Exception {
        Account account = register();
        Pair pair = login(account);
        Pair own = login(account);
        assertNothingSurvives(pair, () -> change(own, ANOTHER));
        me(own.access()).then().statusCode(200);
        Pair.of(refresh(own.refresh()));
    }

    @RepeatedTest(ROUNDS)
    void refreshAgainstReset() throws Exception {
        Account account = register();
        Pair pair = login(account);
        String token = resetToken(account);
        assertNothingSurvives(pair, () -> reset(token, ANOTHER));
    }

    @RepeatedTest(ROUNDS)
    void refreshAgainstDeletion() throws Exception {
        Pair pair = login(register());
        assertNothingSurvives(
                pair,
                () -> as(pair.access())
                        .body("{\"current_password\": \"%s\"}".formatted(PASSWORD))
                        .post("/users/me/deletion"));
    }

    @RepeatedTest(ROUNDS)
    void refreshAgainstTheft() throws Exception {
        Pair first = login(register());
        Pair second = Pair.of(refresh(first.refresh()));
        Pair third = Pair.of(refresh(second.refresh()));
        List<Response> answers = atOnce(List.of(() -> refresh(first.refresh()), () -> refresh(third.refresh())));
        answers.getFirst().then().statusCode(401);
        assertIsDead(third);
        if (answers.getLast().statusCode() == 200) {
            assertIsDead(Pair.of(answers.getLast()));
        }
    }

    @RepeatedTest(ROUNDS)
    void loginAgainstReset() throws Exception {
        Account account = register();
        String token = resetToken(account);
        List<Response> answers =
                atOnce(List.of(() -> reset(token, ANOTHER), () -> login(account.username(), PASSWORD)));
        assertNoLoginSurvives(answers);
    }

    @RepeatedTest(ROUNDS)
    void loginAgainstAnotherPassword() throws Exception {
        Account account = register();
        Pair own = login(account);
        List<Response> answers = atOnce(List.of(() -> change(own, ANOTHER), () -> login(account.username(), PASSWORD)));
        assertNoLoginSurvives(answers);
    }

    private static void assertNoLoginSurvives(List<Response> answers) {
        answers.getFirst().then().statusCode(204);
        Response login = answers.getLast();
        assertThat(login.statusCode()).isIn(200, 401);
        if (login.statusCode() == 200) {
            assertIsDead(Pair.of(login));
        }
    }

    @RepeatedTest(ROUNDS)
    void oneOfTwoResetsSucceedsWhetherWithOneTokenOrWithTwo() throws Exception {
        Account account = register();
        String first = resetToken(account);
        String second = resetToken(account);
        List<Response> answers = atOnce(List.of(
                () -> reset(first, ANOTHER + 1), () -> reset(first, ANOTHER + 2), () -> reset(second, ANOTHER + 3)));
        List<Integer> statuses = answers.stream().map(Response::statusCode).toList();
        assertThat(statuses).containsExactlyInAnyOrder(204, 422, 422);
        for (int i = 0; i < statuses.size(); i++) {
            login(account.username(), ANOTHER + (i + 1)).then().statusCode(statuses.get(i) == 204 ? 200 : 401);
        }
    }

    @RepeatedTest(ROUNDS)
    void oneOfSeveralRegistrationsGetsTheNameAndTheAddress() throws Exception {
        String name = "race-" + UUID.randomUUID().toString().substring(0, 12);
        String email = name + "@example.com";
        List<Callable<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String other = name + i;
            calls.add(() -> registerFromElsewhere(name, other + "@example.com"));
            calls.add(() -> registerFromElsewhere(other, email.toUpperCase(Locale.ROOT)));
        }
        List<Response> answers = atOnce(calls);
        assertOneWins(answers, 0, "/problems/username-taken");
        assertOneWins(answers, 1, "/problems/email-taken");
    }

    /// From an address of its own, since finding out what is taken is limited.
    private static Response registerFromElsewhere(String name, String email) {
        int number = ADDRESS.incrementAndGet();
        return json().header("X-Forwarded-For", "198.51.100." + number % 250)
                .body("{\"username\": \"%s\", \"email\": \"%s\", \"password\": \"%s\"}"
                        .formatted(name, email, PASSWORD))
                .post("/auth/register");
    }

    private static void assertOneWins(List<Response> answers, int first, String problem) {
        List<String> results = new ArrayList<>();
        for (int i = first; i < answers.size(); i += 2) {
            Response answer = answers.get(i);
            results.add(
                    answer.statusCode() == 201 ? "created" : answer.jsonPath().getString("type"));
        }
        assertThat(results).containsExactlyInAnyOrder("created", problem, problem);
    }

    @RepeatedTest(ROUNDS)
    void aTokenUsedAgainAtTheEndOfItsGraceEndsTheSessionOrAnswersTheSameSuccessor() throws Exception {
        Pair first = login(register());
        Pair second = Pair.of(refresh(first.refresh()));
        MovableClock.advance(Duration.ofMillis(29_990));
        List<Response> answers = atOnce(List.of(() -> refresh(first.refresh()), () -> refresh(second.refresh())));
        if (answers.getFirst().statusCode() == 200) {
            assertThat(Pair.of(answers.getFirst()).refresh()).isEqualTo(second.refresh());
        } else {
            assertIsDead(second);
        }
    }
}
