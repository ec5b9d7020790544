package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.process.Signal;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A change of rights is in force on every service, with two replicas of the task service behind the gateway, for each
/// request that starts after the change was answered.
class InForceTest {

    private static final int FEW_ROUNDS = 15;
    private static final int ROUNDS = 40;
    private static final int MANY_ROUNDS = 1_000;
    private static final int CONNECTIONS = 6;
    private static final int SECOND_PORT = Suite.freePort();
    private static final String SECOND = "task-service-" + SECOND_PORT;
    private static final Map<String, String> AS_SECOND = Map.of("TASK_PORT", Integer.toString(SECOND_PORT));
    private static final Suite SUITE = Suite.ofServices();

    @BeforeAll
    static void start() throws Exception {
        SUITE.set("RATE_LIMIT_PER_MINUTE", "0")
                .set("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0")
                .set("ACCESS_TOKEN_LIFETIME", "1h")
                .set("TASK_URL", "http://127.0.0.1:" + SUITE.port("TASK_PORT") + ",http://127.0.0.1:" + SECOND_PORT)
                .start();
        SUITE.startAlone(AS_SECOND, "task-service");
    }

    @AfterAll
    static void end() {
        SUITE.close();
    }

    @Test
    void whoIsRemovedIsOutAndWhoIsAddedIsInByTheNextRequest() throws Exception {
        removeAndAdd(ROUNDS);
    }

    @Test
    @Tag("slow")
    void aThousandTimesWhoIsRemovedIsOutAndWhoIsAddedIsIn() throws Exception {
        removeAndAdd(MANY_ROUNDS);
    }

    private static void removeAndAdd(int rounds) throws Exception {
        Scene scene = Scene.in(SUITE);
        try (Hammer hammer = Hammer.of(CONNECTIONS, scene::readTask, 200)) {
            for (int i = 0; i < rounds; i++) {
                hammer.change(404, () -> scene.remove().expect(204));
                hammer.change(200, () -> scene.add("member").expect(201));
            }
            assertThat(hammer.judged()).isGreaterThanOrEqualTo(6 * rounds);
            assertThat(hammer.unanswered()).isZero();
        }
    }

    @Test
    void whoIsDemotedMayNotAndWhoIsPromotedMayByTheNextRequest() throws Exception {
        demoteAndPromote(ROUNDS);
    }

    @Test
    @Tag("slow")
    void aThousandTimesWhoIsDemotedMayNotAndWhoIsPromotedMay() throws Exception {
        demoteAndPromote(MANY_ROUNDS);
    }

    private static void demoteAndPromote(int rounds) throws Exception {
        Scene scene = Scene.in(SUITE);
        try (Hammer hammer = Hammer.of(CONNECTIONS, scene::writeTask, 200)) {
            for (int i = 0; i < rounds; i++) {
                demoteAndPromote(scene, hammer);
            }
            assertThat(hammer.judged()).isGreaterThanOrEqualTo(6 * rounds);
            assertThat(hammer.unanswered()).isZero();
        }
    }

    private static void demoteAndPromote(Scene scene, Hammer hammer) throws Exception {
        hammer.change(403, () -> scene.change("viewer").expect(200));
        hammer.change(200, () -> scene.change("member").expect(200));
    }

    @Test
    void whatIsCreatedIsUsableByTheNextRequest() {
        create(ROUNDS);
    }

    @Test
    @Tag("slow")
    void aThousandTimesWhatIsCreatedIsUsable() {
        create(MANY_ROUNDS);
    }

    private static void create(int rounds) {
        Scene people = Scene.in(SUITE);
        for (int i = 0; i < rounds; i++) {
            String team = people.owner()
                    .post("/teams", Api.object().put("name", "Round " + i))
                    .expect(201)
                    .id();
            String board = people.owner()
                    .post("/boards", Api.object().put("team_id", team).put("name", "B"))
                    .expect(201)
                    .id();
            Scene scene = new Scene(people.owner(), people.victim(), people.victimId(), team, board, "");
            scene.victim().get("/boards/" + board).expect(404);
            scene.add("viewer").expect(201);
            scene.victim().get("/boards/" + board).expect(200);
            scene.change("admin").expect(200);
            scene.victim()
                    .patch("/boards/" + board, Api.object().put("name", "Theirs"))
                    .expect(200);
            people.owner().delete("/teams/" + team).expect(204);
            people.owner().get("/boards/" + board).expect(404);
        }
    }

    /// Prints what a change of role takes, from its sending: until it is answered, and until a request to the task
    /// service is first judged by it.
    @Test
    @Tag("slow")
    void howLongAChangeTakesToBeInForceIsMeasured() throws Exception {
        Scene scene = Scene.in(SUITE);
        List<Duration> answered = new ArrayList<>();
        List<Duration> effective = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MANY_ROUNDS; i++) {
                String role = i % 2 == 0 ? "viewer" : "member";
                int status = i % 2 == 0 ? 403 : 200;
                long sent = System.nanoTime();
                Future<Duration> change = threads.submit(() -> {
                    scene.change(role).expect(200);
                    return Duration.ofNanos(System.nanoTime() - sent);
                });
                long asked = System.nanoTime();
                while (scene.writeTask() != status) {
                    asked = System.nanoTime();
                }
                effective.add(Duration.ofNanos(asked - sent));
                answered.add(change.get());
                assertThat(scene.writeTask()).isEqualTo(status);
            }
        }
        System.out.println("a change of role is answered after " + told(answered));
        System.out.println("a change of role works on tasks after " + told(effective));
        assertThat(effective).hasSize(MANY_ROUNDS);
    }

    private static String told(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return "%.1f ms (median), %.1f ms (99 of 100), %.1f ms (worst of %d)"
                .formatted(
                        millis(sorted.get(sorted.size() / 2)),
                        millis(sorted.get(sorted.size() * 99 / 100)),
                        millis(sorted.getLast()),
                        sorted.size());
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    @Test
    @Tag("slow")
    void alsoWhileAFollowerIsKilledAndRestarted() throws Exception {
        Scene scene = Scene.in(SUITE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Hammer hammer = Hammer.of(CONNECTIONS, scene::writeTask, 200)) {
            Future<?> killing = threads.submit((Callable<Boolean>) () -> {
                for (int i = 0; i < 2; i++) {
                    SUITE.kill(SECOND);
                    SUITE.startAlone(AS_SECOND, "task-service");
                }
                return true;
            });
            for (int i = 0; i < FEW_ROUNDS || !killing.isDone(); i++) {
                hammer.change(403, () -> scene.change("viewer").expect(200));
                hammer.give(200, () -> scene.change("member").expect(200));
            }
            killing.get();
        }
    }

    /// There is nobody who could be told, and nobody who could be asked.
    @Test
    void whatIsTakenWhileNoFollowerRunsIsInForceOnceOneHasStarted() throws Exception {
        Scene scene = Scene.in(SUITE);
        SUITE.kill(SECOND);
        SUITE.kill("task-service");
        try {
            Api.Answer answer = scene.remove().expect(202);
            assertThat(answer.body().path("status").asText()).isEqualTo("propagating");
            assertThat(scene.readTask()).isIn(502, 503);
            SUITE.startAlone(Map.of(), "task-service");
            try (Hammer hammer = Hammer.of(CONNECTIONS, scene::readTask, 404)) {
                Suite.await("requests are judged", () -> hammer.judged() >= 10 * CONNECTIONS);
                hammer.give(200, () -> scene.add("member").expect(201));
                hammer.change(404, () -> scene.remove().expect(204));
            }
        } finally {
            SUITE.startAlone(AS_SECOND, "task-service");
        }
    }

    @Test
    void alsoWithoutRedis() throws Exception {
        Scene scene = Scene.in(SUITE);
        SUITE.kill("redis");
        try (Hammer hammer = Hammer.of(CONNECTIONS, scene::readTask, 200)) {
            for (int i = 0; i < FEW_ROUNDS; i++) {
                hammer.change(404, () -> scene.remove().expect(204));
                hammer.change(200, () -> scene.add("member").expect(201));
            }
        } finally {
            SUITE.startAlone(Map.of(), "redis");
        }
    }

    /// What was committed and never answered is in force once its repeat is answered, though that changes nothing.
    @Test
    @Tag("slow")
    void alsoWhereTheTeamServiceDiesBetweenCommitAndAnswer() throws Exception {
        Scene scene = Scene.in(SUITE);
        for (int i = 0; i < 2; i++) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                SUITE.signal("task-service", Signal.STOP);
                SUITE.signal(SECOND, Signal.STOP);
                Future<Integer> change = threads.submit(() -> statusOf(() -> scene.change("viewer")));
                try (Database database = Database.as("postgres", SUITE)) {
                    String role = "SELECT role FROM team.member WHERE team_id = '" + scene.team()
                            + "' AND person_id = '" + scene.victimId() + "'";
                    Suite.await("it is committed", () -> database.only(role).equals("viewer"));
                }
                SUITE.kill("team-service");
                assertThat(change.get()).isNotIn(200, 202);
            } finally {
                SUITE.signal("task-service", Signal.CONT);
                SUITE.signal(SECOND, Signal.CONT);
                SUITE.startAlone(Map.of(), "team-service");
            }
            Suite.await("its repeat is answered", () -> statusOf(() -> scene.change("viewer")) == 200);
            assertThat(scene.writeTask()).isEqualTo(403);
            scene.change("member").expect(200);
            assertThat(scene.writeTask()).isEqualTo(200);
        }
    }

    private static int statusOf(Callable<Api.Answer> request) {
        try {
            return request.call().status();
        } catch (UncheckedIOException e) {
            return 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
