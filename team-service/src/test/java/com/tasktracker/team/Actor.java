package com.tasktracker.team;

import static io.restassured.RestAssured.given;

import com.tasktracker.kit.testing.TestTokens;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Somebody who uses the API.
record Actor(UUID id, UUID session, String username, String token) {

    static Actor named(UUID id, String username) {
        UUID session = UUID.randomUUID();
        return new Actor(id, session, username, TestTokens.of(id, session));
    }

    /// A request of theirs.
    RequestSpecification asks() {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .header("Authorization", "Bearer " + token)
                .contentType("application/json");
    }

    RequestSpecification sends(String body) {
        return asks().body(body);
    }

    /// The id of a new team of theirs.
    UUID founds(String name) {
        return UUID.fromString(sends("{\"name\": \"" + name + "\"}")
                .post("/teams")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    void adds(Actor other, String role, UUID team) {
        sends("{\"user_id\": \"" + other.id + "\", \"role\": \"" + role + "\"}")
                .post("/teams/" + team + "/members")
                .then()
                .statusCode(201);
    }

    Map<String, Object> person() {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("id", id);
        person.put("username", username);
        person.put("display_name", "The " + username);
        person.put("avatar_url", null);
        return person;
    }
}
