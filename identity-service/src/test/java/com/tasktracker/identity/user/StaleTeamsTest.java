package com.tasktracker.identity.user;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.patchMe;
import static com.tasktracker.identity.Api.register;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.testing.Deafness;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is answered while nothing has been heard of teams for too long.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class StaleTeamsTest {

    @Test
    void whoSharesATeamIsNotToldAndTheRestGoesOn() {
        Account account = register();
        Account other = register();
        Pair pair = login(account);
        me(pair.access()).then().statusCode(200).body("teams", empty());
        Deafness.during("identity", () -> {
            for (String path : new String[] {
                "/users", "/users?include_count=true", "/users?team=" + UUID.randomUUID(), "/users/" + other.id()
            }) {
                as(pair.access())
                        .get(path)
                        .then()
                        .statusCode(503)
                        .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                        .body("type", equalTo("/problems/unavailable"));
            }
            me(pair.access())
                    .then()
                    .statusCode(200)
                    .body("username", equalTo(account.username()))
                    .body("teams", nullValue());
            patchMe(pair.access(), "{\"display_name\": \"New\"}")
                    .then()
                    .statusCode(200)
                    .body("display_name", equalTo("New"))
                    .body("teams", nullValue());
            login(account.username(), PASSWORD).then().statusCode(200).body("user.teams", nullValue());
        });
        me(pair.access()).then().statusCode(200).body("teams", empty());
        as(pair.access()).get("/users/" + other.id()).then().statusCode(404);
    }
}
