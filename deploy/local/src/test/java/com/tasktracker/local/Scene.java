package com.tasktracker.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;

/// A team with a board and a task, its owner, and a member whose rights are about to change.
record Scene(Api owner, Api victim, String victimId, String team, String board, String task) {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    static Scene in(Suite suite) {
        Api anyone = Api.at(suite.gateway());
        String name = "scene." + NUMBER.incrementAndGet();
        anyone.register(name + ".owner");
        String victimId = anyone.register(name + ".victim");
        Api owner = anyone.login(name + ".owner");
        Api victim = anyone.login(name + ".victim");
        String team =
                owner.post("/teams", Api.object().put("name", name)).expect(201).id();
        String board = owner.post("/boards", Api.object().put("team_id", team).put("name", name))
                .expect(201)
                .id();
        String task = owner.post("/tasks", Api.object().put("board_id", board).put("title", name))
                .expect(201)
                .id();
        Scene scene = new Scene(owner, victim, victimId, team, board, task);
        scene.add("member").expect(201);
        return scene;
    }

    Api.Answer add(String role) {
        ObjectNode member = Api.object().put("user_id", victimId).put("role", role);
        return owner.post("/teams/" + team + "/members", member);
    }

    Api.Answer change(String role) {
        return owner.patch(member(), Api.object().put("role", role));
    }

    Api.Answer remove() {
        return owner.delete(member());
    }

    private String member() {
        return "/teams/" + team + "/members/" + victimId;
    }

    /// 200 for members of any role, 404 for others.
    int readTask() {
        return victim.get("/tasks/" + task).status();
    }

    /// 200 for members and admins, 403 for viewers; changes nothing.
    int writeTask() {
        return victim.patch("/tasks/" + task, Api.object()).status();
    }
}
