package com.tasktracker.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.kit.testing.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What requests cost in statements.
@QuarkusTest
@TestProfile(StatementCount.Profile.class)
class CostsTest extends ServiceTest {

    private String role = "viewer";

    private static List<String> cost(int status, Supplier<Response> request) {
        return StatementCount.during(() -> request.get().then().statusCode(status));
    }

    private static void grow(Actor admin, UUID team) {
        for (int i = 0; i < 20; i++) {
            admin.adds(someone("more"), "viewer", team);
        }
    }

    @Test
    void aPageOfMembersCostsTheSameStatementsHoweverManyItShows() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Constant");
        ada.adds(someone("bob"), "viewer", team);
        String path = "/teams/" + team + "/members";
        List<String> few = cost(200, () -> ada.asks().get(path));
        grow(ada, team);
        ada.asks().get(path).then().body("results.size()", equalTo(20));
        List<String> many = cost(200, () -> ada.asks().get(path));
        assertThat(few).hasSize(2);
        assertThat(many).isEqualTo(few);
        assertThat(cost(200, () -> ada.asks().get(path + "?include_count=true&role=viewer&search=more")))
                .hasSize(3);
    }

    @Test
    void noReadCostsMoreThanThreeStatements() {
        Actor ada = someoneWithMail("ada");
        UUID team = ada.founds("Read");
        String path = "/teams/" + team;
        String invitation = ada.sends("{\"email\": \"x@example.com\", \"role\": \"viewer\"}")
                .post(path + "/invitations")
                .path("id");
        for (String read : List.of(
                "/teams",
                "/teams?include_count=true",
                path,
                path + "/members/" + ada.id(),
                path + "/invitations?include_count=true",
                path + "/invitations/" + invitation,
                "/invitations?include_count=true")) {
            assertThat(cost(200, () -> ada.asks().get(read))).as(read).hasSizeLessThanOrEqualTo(3);
        }
    }

    /// From the cache: what is large about the team is not asked for again.
    @Test
    void aTeamThatIsKeptCostsOneStatement() {
        Actor ada = someone("ada");
        UUID team = ada.founds("Kept");
        assertThat(cost(200, () -> ada.asks().get("/teams/" + team))).hasSize(1);
    }

    @Test
    void aChangeCostsTheSameStatementsHoweverLargeTheTeamIs() {
        Actor ada = someone("ada");
        Actor bob = someone("bob");
        UUID team = ada.founds("Growing");
        ada.adds(bob, "viewer", team);
        List<List<String>> few = changes(ada, bob, team);
        grow(ada, team);
        assertThat(changes(ada, bob, team)).isEqualTo(few);
        assertThat(few).allSatisfy(cost -> assertThat(cost).hasSizeLessThanOrEqualTo(10));
    }

    private List<List<String>> changes(Actor ada, Actor bob, UUID team) {
        String path = "/teams/" + team;
        List<Actor> guests = List.of(someone("first"), someone("second"), someone("third"));
        Iterator<Actor> joining = guests.iterator();
        Iterator<Actor> leaving = guests.iterator();
        return List.of(
                cost(
                        200,
                        () -> ada.sends("{\"name\": \"" + UUID.randomUUID() + "\"}")
                                .patch(path)),
                cost(200, () -> ada.sends(otherRole()).patch(path + "/members/" + bob.id())),
                cost(
                        201,
                        () -> ada.sends("{\"user_id\": \"" + joining.next().id() + "\", \"role\": \"viewer\"}")
                                .post(path + "/members")),
                cost(
                        204,
                        () -> ada.asks()
                                .delete(path + "/members/" + leaving.next().id())),
                cost(201, () -> ada.sends("{\"name\": \"Another\"}").post("/teams")),
                cost(
                        201,
                        () -> ada.sends("{\"email\": \"" + UUID.randomUUID() + "@example.com\", \"role\": \"viewer\"}")
                                .post(path + "/invitations")));
    }

    private String otherRole() {
        role = role.equals("viewer") ? "member" : "viewer";
        return "{\"role\": \"" + role + "\"}";
    }
}
