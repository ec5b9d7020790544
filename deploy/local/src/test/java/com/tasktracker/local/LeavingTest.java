package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What leaving a team, or ending it, does to the work on its boards: all services together.
@ExtendWith(SharedSuite.class)
class LeavingTest {

    private record Crew(Api admin, String team, String board, Api member, String memberId) {

        static Crew gather(Suite suite, String name) {
            Api anyone = Api.at(suite.gateway());
            anyone.register(name + ".admin");
            Api admin = anyone.login(name + ".admin");
            String team = admin.post("/teams", Api.object().put("name", name))
                    .expect(201)
                    .id();
            String member = anyone.register(name + ".member");
            admin.post(
                            "/teams/" + team + "/members",
                            Api.object().put("user_id", member).put("role", "member"))
                    .expect(201);
            String board = admin.post(
                            "/boards", Api.object().put("team_id", team).put("name", "B"))
                    .expect(201)
                    .id();
            return new Crew(admin, team, board, anyone.login(name + ".member"), member);
        }

        String task(String status) {
            return admin.post(
                            "/tasks",
                            Api.object()
                                    .put("board_id", board)
                                    .put("title", status)
                                    .put("status", status)
                                    .put("assigned_to", memberId))
                    .expect(201)
                    .id();
        }

        JsonNode assignee(String task) {
            return admin.get("/tasks/" + task).expect(200).body().path("assigned_to");
        }
    }

    @Test
    void whoeverIsRemovedHoldsNoOpenTaskWhenThatIsAnswered(Suite suite) {
        Crew crew = Crew.gather(suite, "removed");
        String open = crew.task("in_progress");
        String done = crew.task("done");
        crew.admin()
                .delete("/teams/" + crew.team() + "/members/" + crew.memberId())
                .expect(204);
        assertThat(crew.assignee(open).isNull()).isTrue();
        assertThat(crew.assignee(done).path("id").asText()).isEqualTo(crew.memberId());
        JsonNode activity = crew.admin()
                .get("/tasks/" + open + "/activity")
                .expect(200)
                .body()
                .path("results");
        assertThat(activity).hasSize(2);
        assertThat(activity.get(1).path("actor").isNull()).isTrue();
        assertThat(activity.get(1).at("/changes/0/field").asText()).isEqualTo("assigned_to");
        crew.member().get("/tasks/" + open).expect(404);
    }

    @Test
    void whoeverBecomesAViewerHoldsNoOpenTask(Suite suite) {
        Crew crew = Crew.gather(suite, "demoted");
        String open = crew.task("todo");
        crew.admin()
                .patch(
                        "/teams/" + crew.team() + "/members/" + crew.memberId(),
                        Api.object().put("role", "viewer"))
                .expect(200);
        assertThat(crew.assignee(open).isNull()).isTrue();
        crew.member().get("/tasks/" + open).expect(200);
    }

    @Test
    void whoeverDeletesTheirAccountHoldsNoOpenTask(Suite suite) throws Exception {
        Crew crew = Crew.gather(suite, "deleted");
        String open = crew.task("todo");
        crew.member()
                .post("/users/me/deletion", Api.object().put("current_password", Api.PASSWORD))
                .expect(204);
        Suite.await("the task is nobody's", () -> crew.assignee(open).isNull());
    }

    @Test
    void aDeletedTeamsBoardsAndTasksAreOutOfReachAtOnce(Suite suite) {
        Crew crew = Crew.gather(suite, "ended");
        String task = crew.task("todo");
        crew.admin().delete("/teams/" + crew.team()).expect(204);
        for (Api api : new Api[] {crew.admin(), crew.member()}) {
            api.get("/tasks/" + task).expect(404);
            api.get("/boards/" + crew.board()).expect(404);
            assertThat(api.all("/tasks")).isEmpty();
            assertThat(api.all("/boards?deleted=true")).isEmpty();
        }
    }
}
