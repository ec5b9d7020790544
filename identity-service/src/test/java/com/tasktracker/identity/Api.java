package com.tasktracker.identity;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// The service as a client sees it.
public final class Api {

    public static final String PASSWORD = "seven green bicycles in the rain";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private Api() {}

    /// An account that a test made.
    public record Account(UUID id, String username, String email) {}

    /// What a login or a refresh answered.
    public record Pair(String access, String refresh) {
        public static Pair of(Response response) {
            JsonPath json = response.then().statusCode(200).extract().jsonPath();
            return new Pair(json.getString("access_token"), json.getString("refresh_token"));
        }
    }

    public static RequestSpecification json() {
        return given().contentType("application/json");
    }

    public static RequestSpecification as(String accessToken) {
        return json().header("Authorization", "Bearer " + accessToken);
    }

    /// Somebody new, under a name that no other test has.
    public static Account register() {
        String name = "person" + COUNTER.incrementAndGet() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        String email = name + "@example.com";
        String id = register(name, email)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
        return new Account(UUID.fromString(id), name, email);
    }

    public static Response register(String username, String email) {
        return json().body("""
                        {"username": "%s", "email": "%s", "password": "%s"}""".formatted(username, email, PASSWORD)).post("/auth/register");
    }

    public static Response login(String login, String password) {
        return json().body("""
                        {"login": "%s", "password": "%s"}""".formatted(login, password)).post("/auth/login");
    }

    public static Pair login(Account account) {
        return Pair.of(login(account.username(), PASSWORD));
    }

    public static Response refresh(String refreshToken) {
        return json().body("{\"refresh_token\": \"" + refreshToken + "\"}").post("/auth/refresh");
    }

    public static Response me(String accessToken) {
        return as(accessToken).get("/users/me");
    }

    /// With a merge patch; its type takes no charset.
    public static RequestSpecification patching(String accessToken) {
        return given().config(RestAssured.config()
                        .encoderConfig(encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("application/merge-patch+json")
                .header("Authorization", "Bearer " + accessToken);
    }

    public static Response patchMe(String accessToken, String body) {
        return patching(accessToken).body(body).patch("/users/me");
    }

    public static Response post(String path, String body) {
        return json().body(body).post(path);
    }
}
