package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Ended means ended: once a logout, a reset or a deletion has answered 204, no service takes the access token.
@ExtendWith(UncountedSuite.class)
class EndedSessionTest {

    private static final int THREADS = 4;
    private static final int FEW = 24;
    private static final int MANY = 1_000;
    private static final String[] PORTS = {"IDENTITY_PORT", "TEAM_PORT", "TASK_PORT"};
    private static final String[] PATHS = {"/users/me", "/teams", "/tasks"};

    /// Ends a session once, on behalf of one thread.
    private interface Round {
        /// Logs in, shows that the token is taken, ends the session and answers what the end was answered with.
        Ended end(int number) throws Exception;
    }

    private record Ended(String accessToken, Answer answer) {}

    private interface Rounds {
        Round of(int thread) throws Exception;
    }

    private static JsonNode login(Suite suite, String name, String password) {
        return Api.direct(suite, "IDENTITY_PORT")
                .post("/auth/login", Api.object().put("login", name).put("password", password))
                .expect(200)
                .body();
    }

    /// So that each service has verified the token before, and remembers it.
    private static String taken(Suite suite, JsonNode pair) {
        String access = pair.path("access_token").asText();
        for (int i = 0; i < PORTS.length; i++) {
            Api.direct(suite, PORTS[i]).as(access).get(PATHS[i]).expect(200);
        }
        return access;
    }

    private static void assertEndedEverywhere(Suite suite, String access, int first) {
        for (int i = 0; i < PORTS.length; i++) {
            int service = (first + i) % PORTS.length;
            Answer answer = Api.direct(suite, PORTS[service]).as(access).get(PATHS[service]);
            assertThat(answer.status()).as(PORTS[service]).isEqualTo(401);
            assertThat(answer.body().path("type").asText()).isEqualTo("/problems/session-ended");
        }
    }

    /// Until so many ends were answered with 204; on a machine with too much to do some may be a 202, which promises
    /// nothing yet.
    private static void run(Suite suite, int count, Rounds rounds) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Round round = rounds.of(thread);
                running.add(threads.submit(() -> inForce(suite, count / THREADS, round)));
            }
            int inForce = 0;
            for (Future<Integer> done : running) {
                inForce += done.get();
            }
            assertThat(inForce).isEqualTo(count);
        }
    }

    private static int inForce(Suite suite, int count, Round round) throws Exception {
        int inForce = 0;
        for (int i = 0; inForce < count; i++) {
            assertThat(i).as("too many answers of 202").isLessThan(2 * count);
            Ended ended = round.end(i);
            if (ended.answer().status() == 204) {
                assertEndedEverywhere(suite, ended.accessToken(), i);
                inForce++;
            } else {
                ended.answer().expect(202);
            }
        }
        return inForce;
    }

    private static Rounds logouts(Suite suite) {
        return thread -> {
            String name = newAccount(suite);
            return number -> {
                JsonNode pair = login(suite, name, Api.PASSWORD);
                String access = taken(suite, pair);
                boolean byRefreshToken = number % 2 == 0;
                Api identity = Api.direct(suite, "IDENTITY_PORT");
                Answer answer = byRefreshToken
                        ? identity.post(
                                "/auth/logout",
                                Api.object()
                                        .put(
                                                "refresh_token",
                                                pair.path("refresh_token").asText()))
                        : identity.as(access).post("/auth/logout", Api.object());
                return new Ended(access, answer);
            };
        };
    }

    private static Rounds resets(Suite suite) {
        return thread -> {
            String name = newAccount(suite);
            return number -> {
                String access = taken(suite, login(suite, name, password(number)));
                String token = mailedToken(suite, name);
                Answer answer = Api.direct(suite, "IDENTITY_PORT")
                        .post(
                                "/auth/password/reset",
                                Api.object().put("token", token).put("new_password", password(number + 1)));
                return new Ended(access, answer);
            };
        };
    }

    private static String password(int number) {
        return number == 0 ? Api.PASSWORD : Api.PASSWORD + " " + number;
    }

    /// As it would be mailed.
    private static String mailedToken(Suite suite, String name) throws Exception {
        String token =
                (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "").substring(0, 43);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        try (Database database = Database.as("identity", suite)) {
            database.run("INSERT INTO identity.mailed_token (hash, purpose, user_id, address, expires_at)"
                    + " SELECT '\\x" + HexFormat.of().formatHex(hash) + "', 'reset_password', id, email,"
                    + " now() + interval '5 minutes' FROM identity.users WHERE username = '" + name + "'");
        }
        return token;
    }

    private static Rounds deletions(Suite suite) {
        return thread -> number -> {
            String access = taken(suite, login(suite, newAccount(suite), Api.PASSWORD));
            Answer answer = Api.direct(suite, "IDENTITY_PORT")
                    .as(access)
                    .post("/users/me/deletion", Api.object().put("current_password", Api.PASSWORD));
            return new Ended(access, answer);
        };
    }

    private static String newAccount(Suite suite) {
        String name = "ended." + UUID.randomUUID().toString().substring(0, 18);
        Api.direct(suite, "IDENTITY_PORT").register(name);
        return name;
    }

    @Test
    void afterALogoutNoServiceTakesTheToken(Suite suite) throws Exception {
        run(suite, FEW, logouts(suite));
    }

    @Test
    void afterAResetNoServiceTakesTheToken(Suite suite) throws Exception {
        run(suite, FEW, resets(suite));
    }

    @Test
    void afterADeletionNoServiceTakesTheToken(Suite suite) throws Exception {
        run(suite, FEW, deletions(suite));
    }

    @Test
    @Tag("slow") // a thousand of each
    void aThousandTimesOutOfAThousand(Suite suite) throws Exception {
        run(suite, MANY, logouts(suite));
        run(suite, MANY, resets(suite));
        run(suite, MANY, deletions(suite));
    }
}
