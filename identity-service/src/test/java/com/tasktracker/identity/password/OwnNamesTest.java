package com.tasktracker.identity.password;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.json;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.post;
import static com.tasktracker.identity.Api.register;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.testing.Mailbox;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Wherever a password is set, it is held against the names of its owner: of two words that are hard to guess for
/// everybody else, one is the username, and the other stands in the e-mail.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class OwnNamesTest {

    private static String word() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    private static void assertRefused(Response response, String field) {
        response.then()
                .statusCode(400)
                .body("type", equalTo("/problems/validation-failed"))
                .body("errors[0].field", equalTo(field))
                .body("errors[0].code", equalTo("not_allowed"))
                .body("errors[0].detail", equalTo("must not be built from the username or the e-mail"));
    }

    @Test
    void itIsNotBuiltFromThemAtRegistration() {
        String username = "u" + word();
        String mailbox = "m" + word();
        String account = "{\"username\": \"%s\", \"email\": \"%s@example.com\", \"password\": \"%s\"}";
        for (String password : new String[] {username + " 123", mailbox + " 123", username + " " + mailbox}) {
            assertRefused(
                    json().body(account.formatted(username, mailbox, password)).post("/auth/register"), "password");
        }
        json().body(account.formatted(username, mailbox, word() + " 123"))
                .post("/auth/register")
                .then()
                .statusCode(201);
    }

    @Test
    void norWhenItIsChangedOrReset() {
        String username = "u" + word();
        String mailbox = "m" + word();
        String email = mailbox + "@example.com";
        Account account = new Account(UUID.fromString(register(username, email).path("id")), username, email);
        Mailbox.awaitMail(email, 1);
        String access = login(account).access();
        post("/auth/password/forgot", "{\"email\": \"" + email + "\"}").then().statusCode(202);
        String token = Mailbox.awaitMail(email, 2).token();
        for (String password : new String[] {username + " 123", mailbox + " 123", username + " " + mailbox}) {
            assertRefused(
                    as(access)
                            .body("{\"current_password\": \"%s\", \"new_password\": \"%s\"}"
                                    .formatted(PASSWORD, password))
                            .post("/auth/password/change"),
                    "new_password");
            assertRefused(
                    post(
                            "/auth/password/reset",
                            "{\"token\": \"%s\", \"new_password\": \"%s\"}".formatted(token, password)),
                    "new_password");
        }
    }
}
