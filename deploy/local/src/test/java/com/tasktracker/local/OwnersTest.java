package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who owns a team is known to the service that closes accounts.
@ExtendWith(SharedSuite.class)
class OwnersTest {

    private static final ObjectNode PASSWORD = Api.object().put("current_password", Api.PASSWORD);

    @Test
    void theOwnerOfATeamWithOthersHandsItOverBeforeLeaving(Suite suite) throws Exception {
        Api anyone = Api.at(suite.gateway());
        anyone.register("owner.ada");
        String heir = anyone.register("owner.bob");
        Api ada = anyone.login("owner.ada");
        Api bob = anyone.login("owner.bob");
        String team = ada.post("/teams", Api.object().put("name", "Owned"))
                .expect(201)
                .id();
        ada.post(
                        "/teams/" + team + "/members",
                        Api.object().put("user_id", heir).put("role", "viewer"))
                .expect(201);

        assertThat(ada.post("/users/me/deletion", PASSWORD)
                        .expect(409)
                        .body()
                        .path("type")
                        .asText())
                .isEqualTo("/problems/owner-must-stay");
        ada.patch("/teams/" + team, Api.object().put("owner_id", heir)).expect(200);
        bob.post("/users/me/deletion", PASSWORD).expect(409);
        ada.post("/users/me/deletion", PASSWORD).expect(204);

        Suite.await(
                "the deleted account has left the team",
                () -> bob.get("/teams/" + team)
                                .expect(200)
                                .body()
                                .path("member_count")
                                .asInt()
                        == 1);
        Suite.await(
                "bob is known to be alone",
                () -> bob.post("/users/me/deletion", PASSWORD).status() == 204);
    }
}
