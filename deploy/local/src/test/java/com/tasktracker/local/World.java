package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A team with one of each role, its board, list, task and comment, and a stranger who has as much of their own, under
/// names that begin with `FOREIGN`. What a request uses up is made anew for each: names that begin with `NEW`.
final class World {

    static final List<String> ROLES = List.of("owner", "admin", "member", "viewer", "stranger");
    private static final AtomicInteger WORLDS = new AtomicInteger();
    private static final Pattern NAME = Pattern.compile("[A-Z]{3,}");

    /// An account, and what it logged in with.
    record Person(String name, String id, String token, String refreshToken, Api api) {}

    private final Wire wire;
    private final Api anybody;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, String> known = new HashMap<>();
    private final int number = WORLDS.incrementAndGet();
    private int made;

    World(Wire wire) {
        this.wire = wire;
        anybody = Api.at(wire.gateway());
        ROLES.forEach(role -> people.put(role, newPerson(role)));
        known.put("TEAM", newTeam());
        known.put(
                "BOARD",
                owner().post("/boards", named("b").put("team_id", known.get("TEAM")))
                        .expect(201)
                        .id());
        JsonNode board = owner().get("/boards/" + known.get("BOARD")).body();
        known.put("LIST", board.path("lists").get(0).path("id").asText());
        known.put("TASK", newTask());
        known.put("COMMENT", newComment());
        known.put("MEMBER", person("member").id());
        known.put(
                "OTHERTEAM", owner().post("/teams", named("other")).expect(201).id());
        known.put(
                "OTHERBOARD",
                owner().post("/boards", named("other").put("team_id", known.get("OTHERTEAM")))
                        .expect(201)
                        .id());
        known.put("OTHERTASK", newTask());
        makeForeign(person("stranger"));
        known.put("PASSWORD", Api.PASSWORD);
        known.put("OTHERPASSWORD", "walnut harbour pencil comet 9");
        known.put("OWNERNAME", person("owner").name());
    }

    private void makeForeign(Person stranger) {
        Api api = stranger.api();
        String team = api.post("/teams", named("foreign")).expect(201).id();
        Api.Answer board = api.post("/boards", named("f").put("team_id", team)).expect(201);
        known.put("FOREIGNTEAM", team);
        known.put("FOREIGNBOARD", board.id());
        known.put("FOREIGNLIST", board.body().path("lists").get(0).path("id").asText());
        known.put(
                "FOREIGNTASK",
                api.post("/tasks", Api.object().put("board_id", board.id()).put("title", "f"))
                        .expect(201)
                        .id());
        known.put("FOREIGNINVITATION", invitation(api, team));
        known.put("FOREIGNPERSON", stranger.id());
    }

    /// What there is of the stranger's, by its name.
    Map<String, String> foreign() {
        Map<String, String> foreign = new TreeMap<>(known);
        foreign.keySet().removeIf(name -> !name.startsWith("FOREIGN"));
        return foreign;
    }

    /// Ids of all kinds that are neither used up nor needed for what else is there.
    List<String> ids() {
        List<String> ids = new ArrayList<>(foreign().values());
        for (String name : List.of("TEAM", "OTHERTEAM", "BOARD", "OTHERBOARD", "LIST", "OTHERTASK", "MEMBER")) {
            ids.add(known.getOrDefault(name, ""));
        }
        return ids;
    }

    private static ObjectNode named(String name) {
        return Api.object().put("name", name);
    }

    Person person(String role) {
        Person person = people.get(role);
        if (person == null) {
            throw new IllegalArgumentException(role);
        }
        return person;
    }

    private Api owner() {
        return person("owner").api();
    }

    /// An account of nobody's, to be used up.
    Person newPerson(String prefix) {
        String name = prefix + number + "." + ++made;
        String id = anybody.register(name);
        JsonNode pair = anybody.post(
                        "/auth/login", Api.object().put("login", name).put("password", Api.PASSWORD))
                .expect(200)
                .body();
        return new Person(
                name,
                id,
                pair.path("access_token").asText(),
                pair.path("refresh_token").asText(),
                anybody.as(pair.path("access_token").asText()));
    }

    private String newTeam() {
        String team = owner().post("/teams", named("t" + ++made)).expect(201).id();
        for (String role : List.of("admin", "member", "viewer")) {
            owner().post("/teams/" + team + "/members", member(person(role), role))
                    .expect(201);
        }
        return team;
    }

    private static ObjectNode member(Person person, String role) {
        return Api.object().put("user_id", person.id()).put("role", role);
    }

    private String newTask() {
        ObjectNode task = Api.object().put("board_id", known.get("BOARD")).put("title", "t" + ++made);
        return person("member").api().post("/tasks", task).expect(201).id();
    }

    private String newComment() {
        String task = known.getOrDefault("NEWTASK", known.getOrDefault("TASK", ""));
        return person("member")
                .api()
                .post("/tasks/" + task + "/comments", Api.object().put("body", "c"))
                .expect(201)
                .id();
    }

    /// The names in a text, made anew where they say so; in order, so that a child is made below its parent.
    String fill(String text, Person fresh) {
        Matcher names = NAME.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (names.find()) {
            names.appendReplacement(filled, Matcher.quoteReplacement(value(names.group(), fresh)));
        }
        return names.appendTail(filled).toString();
    }

    private String value(String name, Person fresh) {
        String made = switch (name) {
            case "NEWTEAM" -> newTeam();
            case "NEWTASK" -> newTask();
            case "NEWCOMMENT" -> newComment();
            case "NEWPERSON" -> newPerson("person").id();
            case "NEWMEMBER" -> newMember();
            case "NEWINVITATION" -> newInvitation();
            case "NEWBOARD" ->
                owner().post("/boards", named("b").put("team_id", known.get("TEAM")))
                        .expect(201)
                        .id();
            case "NEWLIST" ->
                owner().post("/boards/" + known.get("NEWBOARD") + "/lists", named("l"))
                        .expect(201)
                        .id();
            case "NEW" -> "n" + UUID.randomUUID().toString().substring(0, 13);
            case "SESSION" ->
                fresh.api()
                        .get("/auth/sessions")
                        .body()
                        .path("results")
                        .get(0)
                        .path("id")
                        .asText();
            case "REFRESH" -> newPerson("login").refreshToken();
            default -> known.get(name);
        };
        if (made == null) {
            throw new IllegalArgumentException("nothing is called " + name);
        }
        known.put(name, made);
        return made;
    }

    private String newMember() {
        Person person = newPerson("member");
        owner().post("/teams/" + known.get("TEAM") + "/members", member(person, "member"))
                .expect(201);
        return person.id();
    }

    private String newInvitation() {
        return invitation(owner(), known.getOrDefault("TEAM", ""));
    }

    private String invitation(Api admin, String team) {
        ObjectNode invitation =
                Api.object().put("email", "i" + ++made + "@example.com").put("role", "member");
        return admin.post("/teams/" + team + "/invitations", invitation)
                .expect(201)
                .id();
    }

    Wire wire() {
        return wire;
    }
}
