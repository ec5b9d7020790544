package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.settings.DotEnv;
import com.tasktracker.local.settings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A way through the suite on which it is told all kinds of secrets, rightly and wrongly.
final class Confidences {

    private static final String NEW_PASSWORD = "copper lantern meadow violin 7";
    private static final String WRONG_PASSWORD = "granite whisper teapot saddle 3";
    private static final String TEXT = "The vault opens to forty-two left";
    /// A token stands in its mail on a line of its own.
    private static final Pattern MAILED = Pattern.compile("(?m)^([A-Za-z0-9_-]{43})\\s*$");

    private final Suite suite;
    private final Api anyone;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, Service> requests = new HashMap<>();

    Confidences(Suite suite) {
        this.suite = suite;
        anyone = Api.at(suite.gateway());
    }

    /// What nobody may read in a log, by what it is.
    Map<String, String> secrets() {
        return secrets;
    }

    /// The ids of requests, with the service that answered each; among them the last that each service was sent.
    Map<String, Service> requests() {
        return requests;
    }

    void entrust() throws Exception {
        secrets.putAll(DotEnv.read(suite.home().secrets()));
        secrets.put("password", Api.PASSWORD);
        secrets.put("new password", NEW_PASSWORD);
        secrets.put("wrong password", WRONG_PASSWORD);
        secrets.put("text", TEXT);
        anyone.register("secretive");
        ask(Service.IDENTITY, anyone, "/auth/login", credentials(WRONG_PASSWORD), 401);
        JsonNode pair = ask(Service.IDENTITY, anyone, "/auth/login", credentials(Api.PASSWORD), 200);
        keep("first", pair);
        Api user = anyone.as(pair.path("access_token").asText());
        ask(
                Service.IDENTITY,
                user,
                "/auth/password/change",
                Api.object().put("current_password", Api.PASSWORD).put("new_password", NEW_PASSWORD),
                204);
        misplace(user);
        work(user);
        anyone.post("/auth/password/forgot", Api.object().put("email", "secretive@example.com"))
                .expect(202);
        JsonNode refresh =
                Api.object().put("refresh_token", pair.path("refresh_token").asText());
        keep("second", ask(Service.IDENTITY, anyone, "/auth/refresh", refresh, 200));
        mails();
    }

    private static JsonNode credentials(String password) {
        return Api.object().put("login", "secretive").put("password", password);
    }

    private void keep(String which, JsonNode pair) {
        secrets.put(which + " access token", pair.path("access_token").asText());
        secrets.put(which + " refresh token", pair.path("refresh_token").asText());
    }

    private void work(Api user) {
        String team = user.team("Secretive");
        String board = user.board(team, "Secretive");
        JsonNode invitation = Api.object().put("email", "guest@example.com").put("role", "member");
        ask(Service.TEAM, user, "/teams/" + team + "/invitations", invitation, 201);
        JsonNode task = Api.object()
                .put("board_id", board)
                .put("title", TEXT)
                .put("description", TEXT)
                .put("status", "no-such-status");
        ask(Service.TASK, user, "/tasks", task, 400);
        JsonNode right = Api.object().put("board_id", board).put("title", TEXT);
        ask(Service.TASK, user, "/tasks", right, 201);
    }

    /// Where a client should not have put it.
    private void misplace(Api user) {
        String token = user.token();
        user.get("/tasks?access_token=" + token).expect(400);
        user.get("/tasks/" + token).expect(404);
        user.get("/teams/nothing/" + token).expect(404);
        user.get("/users?search=" + token).expect(400);
        anyone.as(token.substring(0, token.length() - 5) + "AAAAA")
                .get("/boards")
                .expect(401);
        anyone.get("/auth/email/verify?token=" + token).expect(405);
    }

    private JsonNode ask(Service service, Api api, String path, JsonNode body, int status) {
        Api.Answer answer = api.post(path, body).expect(status);
        requests.put(answer.response().headers().firstValue("X-Request-Id").orElseThrow(), service);
        return answer.body();
    }

    /// One to prove the address, one to set another password, one of the invitation.
    private void mails() throws Exception {
        Suite.await("three mails with a token", () -> mailed().size() >= 3);
        List<String> tokens = mailed();
        for (int i = 0; i < tokens.size(); i++) {
            secrets.put("mailed token " + i, tokens.get(i));
        }
    }

    private List<String> mailed() {
        try (Stream<Path> files = Files.list(suite.mail())) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .map(Confidences::read)
                    .map(MAILED::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
