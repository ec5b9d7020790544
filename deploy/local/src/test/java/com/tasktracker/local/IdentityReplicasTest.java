package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.Api.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two identity services on one database, asked at the same moment.
@ExtendWith(UncountedSuite.class)
class IdentityReplicasTest {

    private static final int ROUNDS = 8;
    private static final int REFRESHES = 50;

    @Test
    void sessionsHoldOnTwoReplicas(Suite suite) throws Exception {
        int port = Suite.freePort();
        Api first = Api.direct(suite, "IDENTITY_PORT");
        Api second = Api.at(URI.create("http://127.0.0.1:" + port));
        try (Run replica = suite.startAlone(Map.of("IDENTITY_PORT", Integer.toString(port)), "identity-service")) {
            assertThat(replica.isStopping()).isFalse();
            first.register("replica.ada");
            for (int i = 0; i < ROUNDS; i++) {
                fiftyRefreshesAnswerOneSuccessor(first, second);
                nothingSurvivesALogout(first, second);
            }
            oneOfTwoRegistrationsGetsTheName(first, second);
        }
    }

    private static JsonNode login(Api api) {
        return api.post("/auth/login", Api.object().put("login", "replica.ada").put("password", Api.PASSWORD))
                .expect(200)
                .body();
    }

    private static Answer refresh(Api api, String token) {
        return api.post("/auth/refresh", Api.object().put("refresh_token", token));
    }

    private static String refreshToken(JsonNode pair) {
        return pair.path("refresh_token").asText();
    }

    private static void fiftyRefreshesAnswerOneSuccessor(Api first, Api second) throws Exception {
        String token = refreshToken(login(first));
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < REFRESHES; i++) {
            Api api = i % 2 == 0 ? first : second;
            calls.add(() -> refresh(api, token));
        }
        List<String> successors = new ArrayList<>();
        for (Answer answer : atOnce(calls)) {
            successors.add(refreshToken(answer.expect(200).body()));
        }
        assertThat(successors).hasSize(REFRESHES).containsOnly(successors.getFirst());
        refresh(second, successors.getFirst()).expect(200);
    }

    private static void nothingSurvivesALogout(Api first, Api second) throws Exception {
        JsonNode pair = login(second);
        String token = refreshToken(pair);
        List<Answer> answers = atOnce(List.of(
                () -> first.post("/auth/logout", Api.object().put("refresh_token", token)),
                () -> refresh(second, token),
                () -> refresh(first, token)));
        assertThat(answers.getFirst().status()).isIn(202, 204);
        refresh(first, token).expect(401);
        second.as(pair.path("access_token").asText()).get("/users/me").expect(401);
        for (Answer refreshed : answers.subList(1, answers.size())) {
            assertThat(refreshed.status()).isIn(200, 401);
            if (refreshed.status() == 200) {
                refresh(second, refreshToken(refreshed.body())).expect(401);
                first.as(refreshed.body().path("access_token").asText())
                        .get("/users/me")
                        .expect(401);
            }
        }
    }

    private static void oneOfTwoRegistrationsGetsTheName(Api first, Api second) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String name = "replica.name" + i;
            List<Integer> statuses = atOnce(List.of(() -> register(first, name), () -> register(second, name))).stream()
                    .map(Answer::status)
                    .toList();
            assertThat(statuses).containsExactlyInAnyOrder(201, 409);
        }
    }

    private static Answer register(Api api, String name) {
        return api.post(
                "/auth/register",
                Api.object()
                        .put("username", name)
                        .put("email", name + "@example.com")
                        .put("password", Api.PASSWORD));
    }

    private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(calls.size());
        List<Future<Answer>> running = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Callable<Answer> call : calls) {
                running.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            for (Future<Answer> answer : running) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
