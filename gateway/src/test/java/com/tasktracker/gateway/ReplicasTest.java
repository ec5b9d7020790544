package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.Ports;
import com.tasktracker.gateway.testing.Wait;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void requestsAreSpreadOverTheReplicas() throws Exception {
        FakeService one = new FakeService(vertx, "one", 0);
        FakeService two = new FakeService(vertx, "two", 0);
        try (RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", one.url() + "," + two.url()));
                Client client = new Client(gateway.port())) {
            List<String> served = IntStream.range(0, 20)
                    .mapToObj(_ -> json(client.get("/tasks/1")).getString("service"))
                    .toList();

            assertThat(served.stream().filter("one"::equals)).hasSize(10);
        }
    }

    @Test
    void replicaThatIsDownCostsNoRequest() throws Exception {
        FakeService one = new FakeService(vertx, "one", 0);
        String dead = "http://127.0.0.1:" + Ports.free();
        try (RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", dead + "," + one.url()));
                Client client = new Client(gateway.port())) {
            for (int i = 0; i < 20; i++) {
                assertThat(json(client.send("POST", "/tasks", "{}")).getString("service"))
                        .isEqualTo("one");
            }
        }
    }

    @Test
    void replicaThatSaysItIsNotReadyGetsNoMoreWhileAnotherIs() throws Exception {
        FakeService one = new FakeService(vertx, "one", 0);
        FakeService two = new FakeService(vertx, "two", 0);
        try (RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", one.url() + "," + two.url()));
                Client client = new Client(gateway.port())) {
            one.ready(false);

            Wait.until(() -> IntStream.range(0, 10)
                    .allMatch(_ -> "two".equals(json(client.get("/tasks/1")).getString("service"))));
            two.ready(false);
            Wait.until(() -> {
                Set<String> served = new HashSet<>();
                IntStream.range(0, 10)
                        .forEach(_ -> served.add(json(client.get("/tasks/1")).getString("service")));
                return served.equals(Set.of("one", "two"));
            });
        }
    }

    @Test
    void readWhoseConnectionBreaksIsRepeatedOnAnotherReplica() throws Exception {
        FakeService one = new FakeService(vertx, "one", 0);
        FakeService two = new FakeService(vertx, "two", 0);
        try (RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", one.url() + "," + two.url()));
                Client client = new Client(gateway.port())) {
            problem(client.get("/tasks/break"), 502, "bad-gateway");

            assertThat(one.count("/tasks/break")).isEqualTo(1);
            assertThat(two.count("/tasks/break")).isEqualTo(1);
        }
    }

    @Test
    void unreachableServiceIsUnavailableAndComesBackByItself() throws Exception {
        int port = Ports.free();
        try (RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", "http://127.0.0.1:" + port));
                Client client = new Client(gateway.port())) {
            for (int i = 0; i < 8; i++) {
                HttpResponse<String> response = client.get("/tasks/1");
                problem(response, 503, "unavailable");
                assertThat(Integer.parseInt(
                                response.headers().firstValue("retry-after").orElseThrow()))
                        .isBetween(1, 11);
            }
            assertThat(check(client, "task-service")).isEqualTo("DOWN");

            var _ = new FakeService(vertx, "back", port);

            Wait.until(() -> client.get("/tasks/1").statusCode() == 200);
            Wait.until(() -> "UP".equals(check(client, "task-service")));
        }
    }

    @Test
    void serviceThatKeepsHangingIsCutOffWhileTheOthersGoOn() throws Exception {
        FakeService task = new FakeService(vertx, "task", 0);
        FakeService team = new FakeService(vertx, "team", 0);
        try (RunningGateway gateway = new RunningGateway(
                        Map.of("TASK_URL", task.url(), "TEAM_URL", team.url(), "gateway.answer-timeout", "500ms"));
                Client client = new Client(gateway.port())) {
            List<CompletableFuture<HttpResponse<String>>> hanging = IntStream.range(0, 5)
                    .mapToObj(_ -> client.http()
                            .sendAsync(client.request("/tasks/hang").build(), HttpResponse.BodyHandlers.ofString()))
                    .toList();
            assertThat(client.get("/teams/1").statusCode()).isEqualTo(200);
            hanging.forEach(response -> problem(response.join(), 504, "gateway-timeout"));

            int before = task.count("/tasks/hang");
            problem(client.get("/tasks/hang"), 503, "unavailable");
            assertThat(task.count("/tasks/hang")).isEqualTo(before);
            assertThat(client.get("/teams/1").statusCode()).isEqualTo(200);

            Wait.until(() -> client.get("/tasks/1").statusCode() == 200);
        }
    }

    /// Whatever they share, the others wait for none of it: nothing of what hangs is answered before them.
    @Test
    void othersAreAnsweredWhileAServiceHangs() throws Exception {
        FakeService task = new FakeService(vertx, "task", 0);
        FakeService team = new FakeService(vertx, "team", 0);
        try (RunningGateway gateway = new RunningGateway(
                        Map.of("TASK_URL", task.url(), "TEAM_URL", team.url(), "gateway.answer-timeout", "1h"));
                Client client = new Client(gateway.port())) {
            List<CompletableFuture<HttpResponse<String>>> hanging = IntStream.range(0, 50)
                    .mapToObj(_ -> client.http()
                            .sendAsync(client.request("/tasks/hang").build(), HttpResponse.BodyHandlers.ofString()))
                    .toList();
            Wait.until(() -> task.count("/tasks/hang") == hanging.size());

            for (int i = 0; i < 200; i++) {
                assertThat(json(client.get("/teams/1")).getString("service")).isEqualTo("team");
                assertThat(json(client.get("/tasks/1")).getString("service")).isEqualTo("task");
            }

            assertThat(hanging).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void tooManyWaitingRequestsAreRefusedAtOnce() throws Exception {
        FakeService task = new FakeService(vertx, "task", 0);
        try (RunningGateway gateway = new RunningGateway(Map.of(
                        "TASK_URL",
                        task.url(),
                        "gateway.connections-per-replica",
                        "1",
                        "gateway.answer-timeout",
                        "5s"));
                Client client = new Client(gateway.port())) {
            List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, 50)
                    .mapToObj(_ -> client.http()
                            .sendAsync(client.request("/tasks/hang").build(), HttpResponse.BodyHandlers.ofString()))
                    .toList();
            Wait.until(() -> waiting.stream().anyMatch(CompletableFuture::isDone));

            HttpResponse<String> refused = waiting.stream()
                    .filter(CompletableFuture::isDone)
                    .findAny()
                    .orElseThrow()
                    .join();
            problem(refused, 503, "unavailable");
            assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        }
    }

    @Test
    void connectionsAreRenewed() throws Exception {
        FakeService task = new FakeService(vertx, "task", 0);
        try (RunningGateway gateway =
                        new RunningGateway(Map.of("TASK_URL", task.url(), "gateway.connection-lifetime", "1ms"));
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 5)
                    .forEach(
                            _ -> assertThat(client.get("/tasks/1").statusCode()).isEqualTo(200));

            assertThat(task.connections()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void connectionsAreKept() throws Exception {
        FakeService task = new FakeService(vertx, "task", 0);
        try (RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", task.url()));
                Client client = new Client(gateway.port())) {
            IntStream.range(0, 20)
                    .forEach(
                            _ -> assertThat(client.get("/tasks/1").statusCode()).isEqualTo(200));

            // One for each event loop, and one for the question whether it is ready.
            assertThat(task.connections())
                    .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() + 1);
        }
    }

    @Test
    void rollingRestartOfAServiceLosesNoRequest() throws Exception {
        int[] ports = {Ports.free(), Ports.free()};
        FakeService[] replicas = {new FakeService(vertx, "one", ports[0]), new FakeService(vertx, "two", ports[1])};
        try (RunningGateway gateway =
                        new RunningGateway(Map.of("TASK_URL", replicas[0].url() + "," + replicas[1].url()));
                Client client = new Client(gateway.port())) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            List<CompletableFuture<Void>> load = IntStream.range(0, 4)
                    .mapToObj(worker -> CompletableFuture.runAsync(() -> {
                        while (!over.get()) {
                            String method = worker % 2 == 0 ? "GET" : "POST";
                            assertThat(client.send(method, "/tasks/1", worker % 2 == 0 ? "" : "{}")
                                            .statusCode())
                                    .isEqualTo(200);
                            answered.incrementAndGet();
                        }
                    }))
                    .toList();
            for (int i = 0; i < 2; i++) {
                int last = i;
                replicas[i].ready(false);
                Wait.until(() -> replicas[last].isIdle());
                replicas[i].stop();
                int so = answered.get();
                Wait.until(() -> answered.get() > so + 50);
                replicas[i] = new FakeService(vertx, "new", ports[i]);
                Wait.until(() -> replicas[last].count("/tasks/1") > 10);
            }
            over.set(true);
            load.forEach(CompletableFuture::join);
        }
    }

    @Test
    void restartOfTheGatewayLosesNoRequestThatItTook() throws Exception {
        FakeService task = new FakeService(vertx, "task", 0);
        try (RunningGateway one = new RunningGateway(Map.of("TASK_URL", task.url(), "gateway.drain-delay", "200ms"));
                RunningGateway two = new RunningGateway(Map.of("TASK_URL", task.url()));
                Client old = new Client(one.port());
                Client other = new Client(two.port())) {
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Integer>> load = IntStream.range(0, 4)
                    .mapToObj(worker -> CompletableFuture.supplyAsync(() -> {
                        int here = 0;
                        boolean moved = false;
                        while (!over.get()) {
                            HttpResponse<String> response = (moved ? other : old)
                                    .send(worker % 2 == 0 ? "GET" : "POST", "/tasks/slow", worker % 2 == 0 ? "" : "{}");
                            assertThat(response.statusCode()).isEqualTo(200);
                            here++;
                            // What a balancer does when a gateway is no longer ready.
                            moved = moved
                                    || response.headers()
                                            .firstValue("connection")
                                            .isPresent();
                        }
                        return here;
                    }))
                    .toList();
            Wait.until(() -> task.count("/tasks/slow") > 20);

            one.stop();

            int so = task.count("/tasks/slow");
            Wait.until(() -> task.count("/tasks/slow") > so + 20);
            over.set(true);
            load.forEach(CompletableFuture::join);
        }
    }

    private static String check(Client client, String name) {
        return json(client.get("/health/ready")).getJsonArray("checks").stream()
                .map(io.vertx.core.json.JsonObject.class::cast)
                .filter(check -> name.equals(check.getString("name")))
                .findAny()
                .orElseThrow()
                .getString("status");
    }
}
