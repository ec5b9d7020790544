package com.tasktracker.local;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A person who uses a suite through its gateway.
record Client(Suite suite, String username, String token) {
    private static final String PASSWORD = "correct horse battery staple";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /// Registers someone new, whose username begins with the name, and logs in.
    static Client registered(Suite suite, String name) {
        String username = name + NUMBER.incrementAndGet();
        Client visitor = new Client(suite, username, "");
        visitor.post(
                "/auth/register",
                Map.of(
                        "username",
                        username,
                        "email",
                        username + "@example.org",
                        "password",
                        PASSWORD,
                        "display_name",
                        name));
        Response pair = visitor.post("/auth/login", Map.of("login", username, "password", PASSWORD));
        return new Client(suite, username, pair.path("access_token"));
    }

    /// Succeeds with 200 or 201, or fails the test with the answer's body.
    Response post(String path, Object body) {
        return succeeded(request().contentType(ContentType.JSON).body(body).post(path));
    }

    Response get(String path) {
        return succeeded(request().get(path));
    }

    void refused(int status, String path) {
        request().get(path).then().statusCode(status).contentType("application/problem+json");
    }

    private RequestSpecification request() {
        RequestSpecification request = given().baseUri(suite.gateway().toString());
        return token.isEmpty() ? request : request.auth().oauth2(token);
    }

    private static Response succeeded(Response response) {
        if (response.statusCode() != 200 && response.statusCode() != 201) {
            throw new AssertionError(response.statusCode() + ": " + response.asString());
        }
        return response;
    }
}
