package com.tasktracker.identity.people;

import static io.restassured.RestAssured.given;

import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The people feed is for followers alone: each by a secret of its own, and by the one before while it is replaced.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class FollowerSecretsTest {

    @Inject
    Sql sql;

    /// Or every change of other tests would wait for it.
    @AfterEach
    void followerIsGone() {
        sql.update("DELETE FROM feed_follower");
    }

    @ParameterizedTest
    @CsvSource({
        "task-service, " + Surroundings.FOLLOWER_SECRET + ", 200",
        "task-service, " + Surroundings.PREVIOUS_SECRET + ", 200",
        "team-service, " + Surroundings.FOLLOWER_SECRET + ", 200",
        "team-service, " + Surroundings.PREVIOUS_SECRET + ", 401",
        "task-service, something else, 401",
        "nobody, " + Surroundings.FOLLOWER_SECRET + ", 401"
    })
    void followerReadsByItsOwnSecretOrTheOneBefore(String name, String secret, int status) {
        given().auth()
                .preemptive()
                .basic(name, secret)
                .get("/internal/feeds/people?acknowledge=false")
                .then()
                .statusCode(status);
    }
}
