package com.tasktracker.identity.user;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.patchMe;
import static com.tasktracker.identity.Api.patching;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.StandInFeed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class UserTest {

    private final StandInFeed teams = Surroundings.teams();

    @Inject
    Sql sql;

    /// A team of these, the first its owner.
    private UUID team(String name, Account... people) {
        UUID team = UUID.randomUUID();
        teams.put("team.changed", "team/" + team, Map.of("id", team, "name", name, "owner_id", people[0].id()));
        for (Account person : people) {
            join(team, person, person.equals(people[0]) ? "admin" : "member");
        }
        teams.awaitAcknowledged();
        return team;
    }

    private void join(UUID team, Account person, String role) {
        teams.put(
                "membership.changed",
                "membership/" + team + "/" + person.id(),
                Map.of("team_id", team, "person_id", person.id(), "role", role, "membership_id", UUID.randomUUID()));
    }

    private void leave(UUID team, Account person) {
        teams.delete(
                "membership.deleted",
                "membership/" + team + "/" + person.id(),
                Map.of("team_id", team, "person_id", person.id()));
        teams.awaitAcknowledged();
    }

    @Test
    void aPatchChangesWhatItNamesAndNullClears() {
        Account account = register();
        Pair pair = login(account);
        patchMe(pair.access(), """
                        {"display_name": "  Ada   Lovelace ", "profile": {"bio": " kept  as sent\\n", "timezone": "Europe/London",
                         "locale": "en-GB", "avatar_url": "https://example.com/ada.png"},
                         "preferences": {"theme": "dark", "list": {"dense": true, "columns": ["a", "b"]}}}""")
                .then()
                .statusCode(200)
                .header("ETag", matchesPattern("\"2-[0-9a-f]{16}\""))
                .body("display_name", equalTo("Ada Lovelace"))
                .body("profile.bio", equalTo(" kept  as sent\n"))
                .body("profile.timezone", equalTo("Europe/London"))
                .body("preferences.list.columns", contains("a", "b"))
                .body("version", equalTo(2));
        patchMe(pair.access(), """
                        {"profile": {"bio": null}, "preferences": {"theme": null, "list": {"dense": false}}, "display_name": null}""")
                .then()
                .statusCode(200)
                .body("profile.bio", nullValue())
                .body("profile.locale", equalTo("en-GB"))
                .body("preferences.theme", nullValue())
                .body("preferences.list.dense", equalTo(false))
                .body("preferences.list.columns", contains("a", "b"))
                .body("display_name", equalTo(account.username()))
                .body("version", equalTo(3));
        patchMe(pair.access(), "{\"profile\": null, \"preferences\": null}")
                .then()
                .body("profile.locale", nullValue())
                .body("preferences.size()", equalTo(0));
    }

    @Test
    void aPatchThatChangesNothingKeepsTheVersionAndItsTag() {
        Account account = register();
        Pair pair = login(account);
        String tag = me(pair.access()).header("ETag");
        String body = "{\"display_name\": \"" + account.username() + "\", \"profile\": {\"bio\": null}}";
        patchMe(pair.access(), body)
                .then()
                .statusCode(200)
                .header("ETag", equalTo(tag))
                .body("version", equalTo(1));
    }

    @Test
    void everyFaultOfAnEditIsNamed() {
        Pair pair = login(register());
        patchMe(pair.access(), """
                        {"display_name": "%s", "profile": {"avatar_url": "http://example.com/a", "timezone": "Mars/Olympus",
                         "locale": "not a locale", "shoe": 1}, "preferences": {"a": {"b": {"c": {"d": {"e": {}}}}}},
                         "username": "x", "teams": []}""".formatted("x".repeat(81)))
                .then()
                .statusCode(400)
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder(
                                "display_name too_long",
                                "profile.avatar_url malformed",
                                "profile.timezone not_allowed",
                                "profile.locale malformed",
                                "profile.shoe unknown",
                                "preferences out_of_range",
                                "username read_only",
                                "teams read_only"));
    }

    @Test
    void numbersInPreferencesStayAsTheyWereWritten() {
        Pair pair = login(register());
        String sent = "{\"x\":1.10,\"y\":1E+399,\"z\":0.12345678901234567890}";
        for (String patch : new String[] {sent, "{\"other\":1}", "{\"other\":null}"}) {
            patchMe(pair.access(), "{\"preferences\": " + patch + "}").then().statusCode(200);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(me(pair.access()).then().statusCode(200).extract().asString())
                    .contains("\"preferences\":" + sent);
        }
        String tag = me(pair.access()).header("ETag");
        patchMe(pair.access(), "{\"preferences\": {\"x\": 1.10}}").then().header("ETag", equalTo(tag));
    }

    @Test
    void whatNobodyElseSeesIsToldToNobody() {
        Account account = register();
        Pair pair = login(account);
        long before = place(account);
        patchMe(pair.access(), "{\"preferences\": {\"a\": 1}, \"profile\": {\"bio\": \"b\"}}")
                .then()
                .statusCode(200)
                .body("version", equalTo(2));
        assertThat(place(account)).isEqualTo(before);
        patchMe(pair.access(), "{\"display_name\": \"Somebody Else\"}").then().statusCode(200);
        assertThat(place(account)).isGreaterThan(before);
    }

    private long place(Account account) {
        return sql.first(
                        "SELECT seq FROM feed WHERE subject = ?", row -> row.bigNumber("seq"), "person/" + account.id())
                .orElseThrow();
    }

    @Test
    void preferencesAreLimitedAsAWholeAndNotByThePatch() {
        Pair pair = login(register());
        patchMe(pair.access(), "{\"preferences\": {\"a\": \"" + "x".repeat(5_000) + "\"}}")
                .then()
                .statusCode(200);
        patchMe(pair.access(), "{\"preferences\": {\"b\": \"" + "x".repeat(5_000) + "\"}}")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("preferences"))
                .body("errors[0].code", equalTo("too_long"));
    }

    @Test
    void aStaleIfMatchChangesNothingAndNamesWhatIsInTheWay() {
        Pair pair = login(register());
        String tag = me(pair.access()).header("ETag");
        patchMe(pair.access(), "{\"display_name\": \"First\"}").then().statusCode(200);
        Response refused = patching(pair.access())
                .header("If-Match", tag)
                .body("{\"display_name\": \"Second\"}")
                .patch("/users/me");
        refused.then()
                .statusCode(412)
                .header("ETag", matchesPattern("\"2-[0-9a-f]{16}\""))
                .body("type", equalTo("/problems/precondition-failed"))
                .body("conflicts.display_name", equalTo("First"));
        me(pair.access()).then().body("display_name", equalTo("First"));
    }

    @Test
    void ofManyWritesWithTheSameIfMatchOneSucceeds() throws Exception {
        Pair pair = login(register());
        String tag = me(pair.access()).header("ETag");
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String body = "{\"display_name\": \"Name " + i + "\"}";
            calls.add(() -> patching(pair.access())
                    .header("If-Match", tag)
                    .body(body)
                    .patch("/users/me")
                    .statusCode());
        }
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers)
                .containsOnlyOnce(200)
                .filteredOn(status -> status != 200)
                .containsOnly(412);
    }

    @Test
    void theCallersTeamsAreShownByName() {
        Account account = register();
        Pair pair = login(account);
        UUID zebras = team("zebras", account);
        UUID apes = team("Apes", register(), account);
        me(pair.access())
                .then()
                .body("teams.id", contains(apes.toString(), zebras.toString()))
                .body("teams.name", contains("Apes", "zebras"))
                .body("teams.role", contains("member", "admin"));
        leave(apes, account);
        me(pair.access()).then().body("teams.id", contains(zebras.toString()));
    }

    @Test
    void onlyWhoSharesATeamIsSeen() {
        Account ada = register();
        Account bob = register();
        Account eve = register();
        Pair pair = login(ada);
        UUID team = team("a team", ada, bob);
        as(pair.access())
                .get("/users/" + bob.id())
                .then()
                .statusCode(200)
                .header("ETag", nullValue())
                .body("size()", equalTo(4))
                .body("username", equalTo(bob.username()))
                .body("display_name", equalTo(bob.username()))
                .body("avatar_url", nullValue());
        as(pair.access()).get("/users/" + ada.id()).then().statusCode(200);
        as(pair.access()).get("/users/" + eve.id()).then().statusCode(404);
        as(pair.access()).get("/users/" + UUID.randomUUID()).then().statusCode(404);
        leave(team, bob);
        as(pair.access()).get("/users/" + bob.id()).then().statusCode(404);
    }

    @Test
    void peopleAreListedByNameAndFoundByTeamAndText() {
        Account ada = register();
        Account bob = register();
        Account cat = register();
        Account eve = register();
        Pair pair = login(ada);
        UUID one = team("one", ada, bob);
        team("two", ada, cat);
        UUID hidden = team("hidden", eve);
        List<String> names = new ArrayList<>(List.of(ada.username(), bob.username(), cat.username()));
        names.sort(String::compareTo);
        as(pair.access())
                .queryParam("include_count", true)
                .get("/users")
                .then()
                .statusCode(200)
                .body("results.username", equalTo(names))
                .body("count", equalTo(3));
        as(pair.access())
                .queryParam("team", one.toString())
                .get("/users")
                .then()
                .body("results.username", containsInAnyOrder(ada.username(), bob.username()));
        as(pair.access())
                .queryParam("team", hidden.toString())
                .get("/users")
                .then()
                .body("results", hasSize(0));
        as(pair.access())
                .queryParam("search", bob.username().substring(2).toUpperCase(java.util.Locale.ROOT))
                .get("/users")
                .then()
                .body("results.id", contains(bob.id().toString()));
        as(pair.access()).queryParam("search", "%").get("/users").then().body("results", hasSize(0));
        as(pair.access()).queryParam("team", "x").get("/users").then().statusCode(400);
        String next = as(pair.access())
                .queryParam("page_size", 2)
                .get("/users")
                .then()
                .body("results", hasSize(2))
                .extract()
                .path("next");
        as(pair.access())
                .urlEncodingEnabled(false)
                .get(next)
                .then()
                .body("results.username", contains(names.getLast()))
                .body("previous", notNullValue());
    }

    @Test
    void aPasswordIsChangedWithTheCurrentOneAndEndsTheOtherSessions() {
        Account account = register();
        Pair other = login(account);
        Pair pair = login(account);
        String another = "nine purple elephants on a ladder";
        changePassword(pair, "wrong", another).then().statusCode(422).body("type", equalTo("/problems/wrong-password"));
        changePassword(pair, PASSWORD, "short").then().statusCode(400).body("errors[0].field", equalTo("new_password"));
        changePassword(pair, PASSWORD, another).then().statusCode(204);
        me(pair.access()).then().statusCode(200);
        me(other.access()).then().statusCode(401);
        refresh(other.refresh()).then().statusCode(401);
        Pair.of(refresh(pair.refresh()));
        login(account.username(), PASSWORD).then().statusCode(401);
        login(account.username(), another).then().statusCode(200);
    }

    private static Response changePassword(Pair pair, String current, String another) {
        return as(pair.access())
                .body("{\"current_password\": \"%s\", \"new_password\": \"%s\"}".formatted(current, another))
                .post("/auth/password/change");
    }

    private static Response delete(Pair pair, String password) {
        return as(pair.access())
                .body("{\"current_password\": \"%s\"}".formatted(password))
                .post("/users/me/deletion");
    }

    @Test
    void aDeletedAccountLeavesNothingButItsId() {
        Account account = register();
        Pair other = login(account);
        Pair pair = login(account);
        delete(pair, "wrong").then().statusCode(422).body("type", equalTo("/problems/wrong-password"));
        delete(pair, PASSWORD).then().statusCode(204);
        for (Pair ended : List.of(pair, other)) {
            me(ended.access()).then().statusCode(401).body("type", equalTo("/problems/session-ended"));
            refresh(ended.refresh()).then().statusCode(401).body("type", equalTo("/problems/invalid-token"));
        }
        login(account.username(), PASSWORD).then().statusCode(401);
        register(account.username(), account.email()).then().statusCode(201);
        String told = sql.first(
                        "SELECT type || data::text || coalesce(private_data::text, '') AS told FROM feed WHERE subject = ?",
                        row -> row.text("told"),
                        "person/" + account.id())
                .orElseThrow();
        assertThat(told).isEqualTo("person.deleted{\"id\": \"" + account.id() + "\"}");
        for (String table : List.of("user_profile", "session", "known_address", "mailed_token")) {
            assertThat(sql.list("SELECT 1 AS one FROM " + table + " WHERE user_id = ?", row -> 1, account.id()))
                    .as(table)
                    .isEmpty();
        }
        assertThat(sql.list("SELECT 1 AS one FROM outbox WHERE about = ?", row -> 1, account.id()))
                .isEmpty();
    }

    @Test
    void theOwnerOfATeamWithOthersMustHandItOverFirst() {
        Account owner = register();
        Account member = register();
        Pair pair = login(owner);
        UUID team = team("not alone", owner, member);
        delete(pair, PASSWORD).then().statusCode(409).body("type", equalTo("/problems/owner-must-stay"));
        me(pair.access()).then().statusCode(200);
        leave(team, member);
        delete(pair, PASSWORD).then().statusCode(204);
    }
}
