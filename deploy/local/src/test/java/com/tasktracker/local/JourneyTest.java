package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.Api.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The way from an account to a deleted task, through the gateway and all services.
@ExtendWith(SharedSuite.class)
class JourneyTest {

    @Test
    void fromRegistrationToADeletedTask(Suite suite) {
        Api anyone = Api.at(suite.gateway());
        anyone.register("journey.ada");
        Api ada = anyone.login("journey.ada");
        assertThat(ada.get("/users/me").expect(200).body().path("username").asText())
                .isEqualTo("journey.ada");

        // What was created is usable on the other services by the very next request.
        String team = ada.post("/teams", Api.object().put("name", "Engines"))
                .expect(201)
                .id();
        Answer board = ada.post("/boards", Api.object().put("team_id", team).put("name", "Analytical Engine"))
                .expect(201);
        JsonNode lists = board.body().path("lists");
        assertThat(lists)
                .extracting(list -> list.path("name").asText())
                .containsExactly("To Do", "In Progress", "Done");
        assertThat(lists)
                .extracting(list -> list.path("status").asText())
                .containsExactly("todo", "in_progress", "done");

        Answer created = ada.post(
                        "/tasks",
                        Api.object()
                                .put("board_id", board.id())
                                .put("title", "  Write   the first program ")
                                .put("priority", "high"))
                .expect(201);
        String path = "/tasks/" + created.id();
        assertThat(created.response().headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(path));
        assertThat(created.body().path("title").asText()).isEqualTo("Write the first program");
        assertThat(ada.get(path).expect(200).body()).isEqualTo(created.body());

        Answer moved = ada.post(
                        path + "/move",
                        Api.object().put("list_id", lists.get(1).path("id").asText()))
                .expect(200);
        assertThat(moved.body().path("status").asText()).isEqualTo("in_progress");
        Answer refused =
                ada.patch(path, Api.object().put("status", "in_review")).expect(200);
        assertThat(refused.body().path("status").asText()).isEqualTo("in_review");
        assertThat(ada.patch(path, Api.object().put("status", "todo"))
                        .expect(422)
                        .body()
                        .path("type")
                        .asText())
                .isEqualTo("/problems/invalid-transition");
        assertThat(ada.all("/tasks?team=" + team)).hasSize(1);

        ada.delete(path).expect(204);
        ada.get(path).expect(404);
        assertThat(ada.all("/tasks?team=" + team)).isEmpty();
    }

    @Test
    void whatIsMailedProvesAnAddressSetsAPasswordAndOpensATeam(Suite suite) throws Exception {
        Api anyone = Api.at(suite.gateway());
        Mails mails = Mails.of(suite);
        String email = "journey.grace@example.com";
        anyone.register("journey.grace");
        String proof = mails.token(email, "Confirm your e-mail address");
        anyone.post("/auth/email/verify", Api.object().put("token", proof)).expect(204);
        Api before = anyone.login("journey.grace");
        assertThat(before.get("/users/me")
                        .expect(200)
                        .body()
                        .path("email_verified")
                        .asBoolean())
                .isTrue();

        anyone.post("/auth/password/forgot", Api.object().put("email", email)).expect(202);
        String reset = mails.token(email, "Set another password");
        String password = "nine purple elephants on a ladder";
        anyone.post("/auth/password/reset", Api.object().put("token", reset).put("new_password", password))
                .expect(204);
        before.get("/tasks").expect(401);
        Api grace = anyone.as(
                anyone.post("/auth/login", Api.object().put("login", email).put("password", password))
                        .expect(200)
                        .body()
                        .path("access_token")
                        .asText());

        anyone.register("journey.host");
        Api host = anyone.login("journey.host");
        String team = host.team("Harbour");
        host.post(
                        "/teams/" + team + "/invitations",
                        Api.object().put("email", email).put("role", "member"))
                .expect(201);
        grace.get("/teams/" + team).expect(404);
        String invitation = mails.token(email, "You are invited to the team Harbour");
        grace.post("/invitations/accept", Api.object().put("token", invitation)).expect(200);
        assertThat(grace.get("/teams/" + team).expect(200).body().path("role").asText())
                .isEqualTo("member");
        grace.get("/boards/" + host.board(team, "Ships")).expect(200);
        grace.post("/invitations/accept", Api.object().put("token", invitation)).expect(409);
    }

    @Test
    void rolesAreJudgedOnEveryService(Suite suite) {
        Api anyone = Api.at(suite.gateway());
        anyone.register("journey.owner");
        String viewerId = anyone.register("journey.viewer");
        anyone.register("journey.stranger");
        Api owner = anyone.login("journey.owner");
        Api viewer = anyone.login("journey.viewer");
        Api stranger = anyone.login("journey.stranger");

        String team = owner.post("/teams", Api.object().put("name", "Roles"))
                .expect(201)
                .id();
        String board = owner.post("/boards", Api.object().put("team_id", team).put("name", "B"))
                .expect(201)
                .id();
        String task = owner.post("/tasks", Api.object().put("board_id", board).put("title", "T"))
                .expect(201)
                .id();
        viewer.get("/tasks/" + task).expect(404);

        owner.post(
                        "/teams/" + team + "/members",
                        Api.object().put("user_id", viewerId).put("role", "viewer"))
                .expect(201);
        viewer.get("/tasks/" + task).expect(200);
        viewer.patch("/tasks/" + task, Api.object().put("title", "X")).expect(403);
        viewer.post("/boards", Api.object().put("team_id", team).put("name", "X"))
                .expect(403);

        owner.patch("/teams/" + team + "/members/" + viewerId, Api.object().put("role", "member"))
                .expect(200);
        viewer.patch("/tasks/" + task, Api.object().put("title", "X")).expect(200);
        owner.delete("/teams/" + team + "/members/" + viewerId).expect(204);
        viewer.get("/tasks/" + task).expect(404);

        stranger.get("/teams/" + team).expect(404);
        stranger.get("/boards/" + board).expect(404);
        anyone.get("/tasks/" + task).expect(401);
    }

    @Test
    void anEndedSessionIsEndedEverywhere(Suite suite) {
        Api anyone = Api.at(suite.gateway());
        anyone.register("journey.leaver");
        Api leaver = anyone.login("journey.leaver");
        leaver.get("/tasks").expect(200);
        leaver.post("/auth/logout", Api.object()).expect(204);
        for (String path : new String[] {"/tasks", "/boards", "/teams", "/users/me"}) {
            assertThat(leaver.get(path).expect(401).body().path("type").asText())
                    .as(path)
                    .isEqualTo("/problems/session-ended");
        }
    }

    @Test
    void whatIsNotDeclaredIsNotThere(Suite suite) {
        Api anyone = Api.at(suite.gateway());
        for (String path : new String[] {"/", "/internal/feeds/people", "/q/health", "/nothing", "/tasks/"}) {
            Answer answer = anyone.get(path).expect(404);
            assertThat(answer.body().path("type").asText()).as(path).isEqualTo("/problems/not-found");
            assertThat(answer.response().headers().firstValue("Content-Type"))
                    .as(path)
                    .hasValue("application/problem+json");
        }
    }
}
