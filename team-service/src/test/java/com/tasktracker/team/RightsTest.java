package com.tasktracker.team;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.tasktracker.kit.testing.Deafness;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every route for each role, for somebody else and for nobody.
@QuarkusTest
class RightsTest extends ServiceTest {

    private static final Set<String> METHODS = Set.of("get", "post", "patch", "put", "delete");

    private static final String[] TABLE = {
        // owner, admin, member, viewer, stranger, nobody
        "POST   | /teams                          | {\"name\": \"x\"}                      | 201 201 201 201 201 401",
        "GET    | /teams                          |                                        | 200 200 200 200 200 401",
        "GET    | /teams/{team}                   |                                        | 200 200 200 200 404 401",
        "PATCH  | /teams/{team}                   | {\"name\": \"x\"}                      | 200 200 403 403 404 401",
        "PATCH  | /teams/{team}                   | {}                                     | 200 200 403 403 404 401",
        "PATCH  | /teams/{team}                   | {\"owner_id\": \"{viewer}\"}           | 200 403 403 403 404 401",
        "DELETE | /teams/{team}                   |                                        | 204 403 403 403 404 401",
        "GET    | /teams/{team}/members           |                                        | 200 200 200 200 404 401",
        "POST   | /teams/{team}/members           | {\"user_id\": \"{other}\", \"role\": \"admin\"}  | 201 201 403 403 404 401",
        "POST   | /teams/{team}/members           | {\"user_id\": \"{nobody}\", \"role\": \"admin\"} | 422 422 403 403 404 401",
        "POST   | /teams/{team}/members           | {\"user_id\": \"{viewer}\", \"role\": \"admin\"} | 409 409 403 403 404 401",
        "GET    | /teams/{team}/members/{viewer}  |                                        | 200 200 200 200 404 401",
        "GET    | /teams/{team}/members/{other}   |                                        | 404 404 404 404 404 401",
        "PATCH  | /teams/{team}/members/{viewer}  | {\"role\": \"member\"}                 | 200 200 403 403 404 401",
        "PATCH  | /teams/{team}/members/{other}   | {\"role\": \"member\"}                 | 404 404 404 404 404 401",
        "PATCH  | /teams/{team}/members/{owner}   | {\"role\": \"member\"}                 | 409 409 403 403 404 401",
        "PATCH  | /teams/{team}/members/{self}    | {\"role\": \"admin\"}                  | 200 200 403 403 404 401",
        "DELETE | /teams/{team}/members/{self}    |                                        | 409 204 204 204 404 401",
        "DELETE | /teams/{team}/members/{owner}   |                                        | 409 409 403 403 404 401",
        "DELETE | /teams/{team}/members/{idle}    |                                        | 204 204 403 403 404 401",
        "DELETE | /teams/{team}/members/{other}   |                                        | 404 404 404 404 404 401",
        "POST   | /teams/{team}/invitations       | {\"email\": \"x@example.com\", \"role\": \"admin\"} | 201 201 403 403 404 401",
        "GET    | /teams/{team}/invitations       |                                        | 200 200 403 403 404 401",
        "GET    | /teams/{team}/invitations/{invitation} |                                 | 200 200 403 403 404 401",
        "GET    | /teams/{team}/invitations/{nobody} |                                     | 404 404 403 403 404 401",
        "DELETE | /teams/{team}/invitations/{invitation} |                                 | 204 204 403 403 404 401",
        "DELETE | /teams/{team}/invitations/{nobody} |                                     | 404 404 403 403 404 401",
        "GET    | /invitations                    |                                        | 200 200 200 200 200 401",
        "POST   | /invitations/accept             | {\"id\": \"{invitation}\"}             | 404 404 404 404 404 401",
        "POST   | /invitations/decline            | {\"id\": \"{invitation}\"}             | 404 404 404 404 404 401",
        "POST   | /invitations/decline            | {\"token\": \"unknown\"}               | 404 404 404 404 404 404",
    };

    static Stream<Arguments> table() {
        return Arrays.stream(TABLE).map(row -> {
            String[] cells = row.split("\\|", -1);
            return Arguments.of(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip());
        });
    }

    @Test
    void everyRouteStandsInTheTable() {
        Map<String, Map<String, Object>> paths =
                given().accept("application/json").get("/q/openapi?format=json").path("paths");
        List<String> routes = new ArrayList<>();
        paths.forEach((path, methods) -> methods.keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + nameless(path))));
        assertThat(table().map(row -> row.get()[0] + " " + nameless(String.valueOf(row.get()[1]))))
                .containsAll(routes);
        assertThat(routes).hasSizeGreaterThan(15);
    }

    private static String nameless(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    /// The team is made anew for each, so that none gets in the way of another.
    @ParameterizedTest
    @MethodSource("table")
    void eachRoleMayDoWhatIsItsOwn(String method, String path, String body, String statuses) {
        List<String> found = new ArrayList<>();
        for (int who = 0; who < 6; who++) {
            found.add(Integer.toString(answer(method, path, body, who).statusCode()));
        }
        assertThat(String.join(" ", found)).isEqualTo(statuses);
    }

    /// Nobody's rights are judged by what may long be otherwise; who is nobody needs none.
    @ParameterizedTest
    @MethodSource("table")
    void whatIsKnownOfPeopleMustNotBeTooOld(String method, String path, String body, String statuses) {
        Cast cast = Cast.meet();
        Actor owner = cast.actors().getFirst();
        boolean isForNobody = statuses.endsWith("404");
        Deafness.during("team", () -> {
            RequestSpecification request = owner.asks();
            if (!body.isEmpty()) {
                request.body(cast.fill(body, owner));
            }
            Response answer = request.request(method, cast.fill(path, owner));
            answer.then().statusCode(isForNobody ? 404 : 503);
            if (!isForNobody) {
                answer.then()
                        .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                        .body("type", equalTo("/problems/unavailable"));
            }
        });
    }

    private Response answer(String method, String path, String body, int who) {
        Cast cast = Cast.meet();
        Actor actor = cast.actors().get(Math.min(who, 4));
        RequestSpecification request = who == 5 ? given().contentType("application/json") : actor.asks();
        if (!body.isEmpty()) {
            request.body(cast.fill(body, actor));
        }
        Response answer = request.request(method, cast.fill(path, actor));
        if (answer.statusCode() >= 400) {
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
        }
        return answer;
    }

    /// A team with one of each role, one who only stands by, and a stranger.
    private record Cast(UUID team, UUID invitation, List<Actor> actors, Actor idle, Actor other) {

        static Cast meet() {
            Actor owner = someone("owner");
            Actor admin = someone("admin");
            Actor member = someone("member");
            Actor viewer = someone("viewer");
            Actor idle = someone("idle");
            UUID team = owner.founds("Cast");
            owner.adds(admin, "admin", team);
            owner.adds(member, "member", team);
            owner.adds(viewer, "viewer", team);
            owner.adds(idle, "viewer", team);
            UUID invitation = UUID.fromString(
                    owner.sends("{\"email\": \"" + UUID.randomUUID() + "@example.com\", \"role\": \"viewer\"}")
                            .post("/teams/" + team + "/invitations")
                            .path("id"));
            return new Cast(
                    team,
                    invitation,
                    List.of(owner, admin, member, viewer, someone("stranger")),
                    idle,
                    someone("other"));
        }

        String fill(String template, Actor self) {
            Map<String, UUID> names = Map.of(
                    "team", team,
                    "invitation", invitation,
                    "owner", actors.getFirst().id(),
                    "viewer", actors.get(3).id(),
                    "idle", idle.id(),
                    "other", other.id(),
                    "self", self.id(),
                    "nobody", UUID.randomUUID());
            String text = template;
            for (Map.Entry<String, UUID> name : names.entrySet()) {
                text = text.replace("{" + name.getKey() + "}", name.getValue().toString());
            }
            return text;
        }
    }
}
