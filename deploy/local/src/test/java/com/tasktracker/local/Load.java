package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.local.RoundRobin.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A few people who do a bit of everything without a break, each through all gateways in turn, see [RoundRobin]. Every
/// answer is looked at; what is not as it should be is kept.
final class Load implements AutoCloseable {

    private static final int PEOPLE = 4;
    private static final Duration THINK = Duration.ofMillis(20);

    private final List<Integer> gateways;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger propagating = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean stopped;

    private Load(List<Integer> gateways) {
        this.gateways = List.copyOf(gateways);
    }

    /// @param gateways their ports
    static Load on(List<Integer> gateways) throws IOException {
        Load load = new Load(gateways);
        List<Person> people = new ArrayList<>();
        for (int number = 0; number < PEOPLE; number++) {
            people.add(load.new Person("load.worker" + number, "load.worker" + (number + 1) % PEOPLE));
        }
        for (Person person : people) {
            person.register();
        }
        people.forEach(person -> load.threads.execute(person::work));
        return load;
    }

    int answered() {
        return answered.get();
    }

    /// What took something away and was not in force when it was answered.
    int propagating() {
        return propagating.get();
    }

    List<String> failures() {
        return failures.stream().limit(10).toList();
    }

    /// Waits until so many more requests have been answered.
    void awaitMore(int number) throws Exception {
        int enough = answered.get() + number;
        Suite.await(number + " more requests are answered", () -> answered.get() >= enough || !failures.isEmpty());
        if (!failures.isEmpty()) {
            throw new AssertionError("lost or refused: " + failures());
        }
    }

    /// Lets everybody finish what they are at.
    @Override
    public void close() {
        stopped = true;
        threads.close();
    }

    private final class Person {

        private final String name;
        private final String colleague;
        private final RoundRobin client = new RoundRobin(gateways);
        private @Nullable String token;

        private Person(String name, String colleague) {
            this.name = name;
            this.colleague = colleague;
        }

        private void register() throws IOException {
            see(
                    client.send(
                            "POST",
                            "/auth/register",
                            null,
                            credentials("username").put("email", name + "@example.com")),
                    201);
        }

        private void work() {
            try (client) {
                while (!stopped) {
                    day();
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add(name + ": " + e);
            }
        }

        private void day() throws IOException {
            JsonNode pair = see(client.send("POST", "/auth/login", null, credentials("login")), 200);
            token = pair.path("access_token").asText();
            JsonNode refresh =
                    Api.object().put("refresh_token", pair.path("refresh_token").asText());
            token = see(client.send("POST", "/auth/refresh", null, refresh), 200)
                    .path("access_token")
                    .asText();
            patch("/users/me", Api.object().put("display_name", name + " " + answered));
            get("/users/me");
            get("/auth/sessions");
            String team = id(post(201, "/teams", Api.object().put("name", name)));
            colleagueComesAndGoes("/teams/" + team);
            JsonNode board =
                    post(201, "/boards", Api.object().put("team_id", team).put("name", name));
            for (int number = 0; number < 5 && !stopped; number++) {
                task(team, board, "Task " + number);
            }
            delete("/boards/" + id(board));
            delete("/teams/" + team);
            see(client.send("POST", "/auth/logout", token, null), 204, 202);
        }

        private void colleagueComesAndGoes(String team) throws IOException {
            ObjectNode member = Api.object().put("username", colleague).put("role", "member");
            String path = team + "/members/"
                    + post(201, team + "/members", member).at("/user/id").asText();
            see(client.send("PATCH", path, token, Api.object().put("role", "viewer")), 200, 202);
            get(team + "/members");
            delete(path);
        }

        private void task(String team, JsonNode board, String title) throws IOException {
            String task = "/tasks/"
                    + id(post(
                            201,
                            "/tasks",
                            Api.object().put("board_id", id(board)).put("title", title)));
            String second = board.at("/lists/1/id").asText();
            post(200, task + "/move", Api.object().put("list_id", second));
            patch(task, Api.object().put("priority", "high"));
            post(201, task + "/comments", Api.object().put("body", title));
            get(task + "/comments");
            get(task);
            get("/tasks?ordering=title&team=" + team);
            get("/boards/" + id(board));
            get("/teams/" + team);
            delete(task);
            post(200, task + "/restore", Api.object());
            ObjectNode bulk = Api.object();
            bulk.putArray("operations")
                    .add(Api.object()
                            .put("op", "create")
                            .put("board_id", id(board))
                            .put("title", title));
            post(200, "/tasks/bulk", bulk);
        }

        private ObjectNode credentials(String nameField) {
            return Api.object().put(nameField, name).put("password", Api.PASSWORD);
        }

        private void get(String path) throws IOException {
            see(client.send("GET", path, token, null), 200);
        }

        private JsonNode post(int status, String path, JsonNode body) throws IOException {
            return see(client.send("POST", path, token, body), status);
        }

        private void patch(String path, JsonNode body) throws IOException {
            see(client.send("PATCH", path, token, body), 200);
        }

        /// What takes away may be told to a follower later than it is answered.
        private void delete(String path) throws IOException {
            see(client.send("DELETE", path, token, null), 204, 202);
        }

        private static String id(JsonNode resource) {
            return resource.path("id").asText();
        }

        private JsonNode see(Reply reply, Integer... expected) {
            if (!Set.of(expected).contains(reply.status())) {
                throw new AssertionError("expected " + Set.of(expected) + ": " + reply);
            }
            answered.incrementAndGet();
            if (reply.status() == 202) {
                propagating.incrementAndGet();
            }
            LockSupport.parkNanos(THINK.toNanos());
            return reply.body();
        }
    }
}
