package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ListsTest extends ServiceTest {

    @Test
    void teamsAreFoundByNameRoleAndOrder() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        ada.founds("beta");
        ada.founds("Alpha 100%");
        UUID third = bob.founds("gamma");
        bob.adds(ada, "viewer", third);
        ada.asks().get("/teams").then().body("results.name", contains("Alpha 100%", "beta", "gamma"));
        ada.asks().get("/teams?ordering=-name").then().body("results.name", contains("gamma", "beta", "Alpha 100%"));
        ada.asks()
                .get("/teams?ordering=created_at")
                .then()
                .body("results.name", contains("beta", "Alpha 100%", "gamma"))
                .body("results.role", contains("admin", "admin", "viewer"))
                .body("results.member_count", contains(1, 1, 2));
        ada.asks().get("/teams?search=ALPHA").then().body("results.name", contains("Alpha 100%"));
        ada.asks()
                .urlEncodingEnabled(false)
                .get("/teams?search=%25")
                .then()
                .body("results.name", contains("Alpha 100%"));
        ada.asks().get("/teams?role=viewer").then().body("results.name", contains("gamma"));
        ada.asks()
                .get("/teams?role=viewer,admin&include_count=true&page_size=1")
                .then()
                .body("results.size()", equalTo(1))
                .body("count", equalTo(3))
                .body("count_is_exact", equalTo(true));
        ada.asks()
                .get("/teams?role=boss&ordering=size&colour=red")
                .then()
                .statusCode(400)
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder("role not_allowed", "ordering not_allowed", "colour unknown"));
    }

    @Test
    void membersAreFoundByRoleAndName() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Found");
        ada.adds(bob, "viewer", team);
        String members = "/teams/" + team + "/members";
        ada.asks().get(members + "?role=viewer").then().body("results.user.username", contains(bob.username()));
        ada.asks()
                .get(members + "?search=" + bob.username().toUpperCase(Locale.ROOT))
                .then()
                .body("results.user.username", contains(bob.username()));
        ada.asks()
                .get(members + "?search=The")
                .then()
                .body("results.user.username", contains(ada.username(), bob.username()));
        ada.asks()
                .get(members + "?ordering=-joined_at")
                .then()
                .body("results.user.username", contains(bob.username(), ada.username()));
        ada.asks().get(members + "?ordering=username").then().statusCode(400);
    }

    @Test
    void aWalkThroughTheMembersSeesEachOnceForwardAndBackward() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Long");
        List<String> all = new ArrayList<>(List.of(ada.username()));
        for (int i = 0; i < 6; i++) {
            Actor next = someone("walker");
            ada.adds(next, "viewer", team);
            all.add(next.username());
        }
        List<String> seen = new ArrayList<>();
        String last = walk(ada, "/teams/" + team + "/members?page_size=3", "next", seen);
        assertThat(seen).containsExactlyElementsOf(all);
        seen.clear();
        walk(ada, last, "previous", seen);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        someone("eve").asks().get(last).then().statusCode(400);
    }

    private static String walk(Actor actor, String from, String direction, List<String> seen) {
        @Nullable String path = from;
        String last = from;
        while (path != null) {
            last = path;
            Response page = actor.asks().urlEncodingEnabled(false).get(path);
            seen.addAll(page.<List<String>>path("results.user.username"));
            path = page.path(direction);
        }
        return last;
    }
}
