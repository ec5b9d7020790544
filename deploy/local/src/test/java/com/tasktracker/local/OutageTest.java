package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.process.Signal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is served while the services that know better are out of reach: what one knew, until that is too old.
class OutageTest {

    private static final Duration BOUND = Duration.ofSeconds(6);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Suite SUITE = Suite.ofServices();

    @BeforeAll
    static void start() throws Exception {
        SUITE.set("RATE_LIMIT_PER_MINUTE", "0")
                .set("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0")
                .set("ACCESS_TOKEN_LIFETIME", "1h")
                .set("FEEDS_MAX_STALENESS", BOUND.toSeconds() + "s")
                .start();
    }

    @AfterAll
    static void end() {
        SUITE.close();
    }

    @Test
    void whileAFollowerIsHeldWhatTakesAwayIsPropagatingAndWhatGivesIsNot() throws Exception {
        Scene scene = Scene.in(SUITE);
        Scene other = Scene.in(SUITE);
        other.remove().expect(204);
        Instant inForceBy;
        SUITE.signal("task-service", Signal.STOP);
        try {
            Api.Answer removal = scene.remove().expect(202);
            assertThat(removal.body().path("status").asText()).isEqualTo("propagating");
            inForceBy = Instant.parse(removal.body().path("in_force_by").asText());
            assertThat(inForceBy).isBefore(CLOCK.instant().plus(BOUND));
            other.add("viewer").expect(201);
            other.owner().post("/teams", Api.object().put("name", "New")).expect(201);
            Suite.await("it is in force by then", () -> CLOCK.instant().isAfter(inForceBy));
        } finally {
            SUITE.signal("task-service", Signal.CONT);
        }
        // From then on nobody is served by what was: the service knows better, or that it knows too little.
        int status = scene.readTask();
        while (status == 503) {
            status = scene.readTask();
        }
        assertThat(status).isEqualTo(404);
        assertThat(other.readTask()).isEqualTo(200);
    }

    /// Who was removed and added again between two reads is a new member: what was theirs is theirs no more.
    @Test
    void removedAndAddedAgainBetweenTwoReadsLeavesNoGhost() throws Exception {
        Scene scene = Scene.in(SUITE);
        scene.owner()
                .patch("/tasks/" + scene.task(), Api.object().put("assigned_to", scene.victimId()))
                .expect(200);
        SUITE.signal("task-service", Signal.STOP);
        try {
            scene.remove().expect(202);
            scene.add("viewer").expect(201);
        } finally {
            SUITE.signal("task-service", Signal.CONT);
        }
        Suite.await("the member is a viewer there", () -> scene.writeTask() == 403);
        assertThat(scene.readTask()).isEqualTo(200);
        Suite.await(
                "the task is nobody's",
                () -> scene.owner()
                        .get("/tasks/" + scene.task())
                        .body()
                        .path("assigned_to")
                        .isNull());
    }

    @Test
    @Tag("slow")
    void tasksGoOnWithoutTheOthersUntilTheBoundAndComeBack() throws Exception {
        Scene scene = Scene.in(SUITE);
        Metrics before = Metrics.of(SUITE, "TASK_PORT");
        long log = SUITE.home().log("task-service").toFile().length();
        SUITE.kill("redis");
        SUITE.kill("identity-service");
        SUITE.kill("team-service");
        Instant gone = CLOCK.instant();
        try (Hammer hammer = Hammer.of(6, scene::readTask, 200)) {
            assertThat(scene.readTask()).as("nobody else is asked").isEqualTo(200);
            assertThat(scene.writeTask()).isEqualTo(200);
            Suite.await("it serves no longer", () -> scene.readTask() == 503);
            assertThat(CLOCK.instant()).isAfter(gone.plus(BOUND).minusSeconds(4));
            Suite.await("the bound is over", () -> CLOCK.instant().isAfter(gone.plus(BOUND.multipliedBy(2))));
            Api.Answer refusal = scene.victim().get("/tasks/" + scene.task()).expect(503);
            assertThat(refusal.body().path("type").asText()).isEqualTo("/problems/unavailable");
            assertThat(refusal.response().headers().firstValue("Retry-After")).isPresent();
            assertThat(hammer.judged()).isPositive();
        }
        Metrics during = Metrics.of(SUITE, "TASK_PORT");
        for (String feed : List.of("people", "teams")) {
            assertThat(during.value("feeds_follower_good_read_age_seconds", "feed=\"" + feed + "\""))
                    .isGreaterThan(BOUND.toMillis() / 1000.0);
            assertThat(during.value("feeds_follower_lag_seconds", "feed=\"" + feed + "\""))
                    .isPositive();
        }
        assertThat(during.value("jvm_threads_live_threads")).isLessThan(before.value("jvm_threads_live_threads") + 40);
        assertThat(during.value("process_files_open_files")).isLessThan(before.value("process_files_open_files") + 100);
        assertThat(SUITE.home().log("task-service").toFile().length() - log).isLessThan(4 << 20);

        SUITE.startAlone(Map.of(), "redis", "identity-service", "team-service");
        Suite.await("tasks are served again", () -> scene.readTask() == 200);
        Suite.await("and accounts", () -> scene.owner().get("/users/me").status() == 200);
        scene.remove().expect(204);
        assertThat(scene.readTask()).isEqualTo(404);
        assertThat(Metrics.of(SUITE, "TASK_PORT").value("feeds_follower_lag_events", "feed=\"teams\""))
                .isZero();
    }

    @Test
    @Tag("slow")
    void howFarFollowersAreIsMeasuredByThePublisher() throws Exception {
        Scene scene = Scene.in(SUITE);
        SUITE.signal("task-service", Signal.STOP);
        try {
            scene.owner().post("/teams", Api.object().put("name", "Unheard")).expect(201);
            Suite.await("it is measured", () -> {
                Metrics metrics = Metrics.of(SUITE, "TEAM_PORT");
                return metrics.value("feeds_publisher_unacknowledged_events", "follower=\"task-service\"") > 0
                        && metrics.value("feeds_publisher_acknowledgement_age_seconds", "follower=\"task-service\"") > 2
                        && metrics.value("feeds_publisher_unacknowledged_events", "follower=\"identity-service\"") == 0;
            });
        } finally {
            SUITE.signal("task-service", Signal.CONT);
        }
        Suite.await(
                "it has caught up",
                () -> Metrics.of(SUITE, "TEAM_PORT")
                                .value("feeds_publisher_unacknowledged_events", "follower=\"task-service\"")
                        == 0);
    }

    /// Teams are restored to what they were before somebody joined, as docs/operations.md says.
    @Test
    void aRestoredPublisherIsReadAnew() throws Exception {
        Scene scene = Scene.in(SUITE);
        scene.remove().expect(204);
        try (Database database = Database.as("postgres", SUITE)) {
            for (String table : List.of("member", "feed", "feed_head", "feed_follower")) {
                database.run("CREATE TABLE public.kept_" + table + " AS TABLE team." + table);
            }
            scene.add("member").expect(201);
            assertThat(scene.readTask()).isEqualTo(200);
            SUITE.kill("team-service");
            for (String table : List.of("member", "feed", "feed_head", "feed_follower")) {
                database.run("SET session_replication_role = replica; DELETE FROM team." + table
                        + "; INSERT INTO team." + table + " TABLE public.kept_" + table + "; DROP TABLE public.kept_"
                        + table);
            }
            database.run("UPDATE team.feed_head SET epoch = gen_random_uuid()");
        }
        SUITE.startAlone(Map.of(), "team-service");
        Suite.await("who joined after the backup is no member", () -> scene.readTask() == 404);
        scene.add("member").expect(201);
        assertThat(scene.readTask()).isEqualTo(200);
    }
}
