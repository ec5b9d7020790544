package com.tasktracker.task.testing;

import static io.restassured.RestAssured.given;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.testing.TestTokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Clock;
import java.util.UUID;

/// A team of its own for one test, with somebody in each role, and a stranger to it.
public final class Crew {

    public final UUID team = newId();
    public final UUID admin = newId();
    public final UUID member = newId();
    public final UUID viewer = newId();
    public final UUID stranger = newId();

    private Crew() {}

    public static UUID newId() {
        return Ids.next(Clock.systemUTC());
    }

    /// Told to the service, which knows of them when this returns.
    public static Crew gather() {
        Crew crew = new Crew();
        Feeds.team(crew.team, "A team");
        Feeds.person(crew.admin, "admin");
        Feeds.person(crew.member, "member");
        Feeds.person(crew.viewer, "viewer");
        Feeds.person(crew.stranger, "stranger");
        Feeds.member(crew.team, crew.admin, "admin", newId());
        Feeds.member(crew.team, crew.member, "member", newId());
        Feeds.member(crew.team, crew.viewer, "viewer", newId());
        Feeds.settle();
        return crew;
    }

    public static RequestSpecification as(UUID person) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", TestTokens.bearer(person))
                .contentType("application/json");
    }

    /// A board with the default lists; answers its id.
    public String board(String name) {
        return id(as(admin).body("""
                {"team_id": "%s", "name": "%s"}""".formatted(team, name)).post("/boards"));
    }

    /// The id of that list, counted from 0.
    public String list(String board, int index) {
        return as(admin).get("/boards/" + board).then().extract().path("lists[" + index + "].id");
    }

    /// A task of a member; answers its id.
    public String task(String board, String title) {
        return id(as(member).body("""
                {"board_id": "%s", "title": "%s"}""".formatted(board, title)).post("/tasks"));
    }

    /// A task with more members, as JSON without the outer braces.
    public String taskWith(String board, String title, String members) {
        return id(as(member).body("""
                {"board_id": "%s", "title": "%s", %s}""".formatted(board, title, members)).post("/tasks"));
    }

    public static String id(Response response) {
        return response.then().statusCode(201).extract().path("id");
    }
}
