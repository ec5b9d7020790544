package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Signing keys while requests go on: replaced on command, and without the service that has them.
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyRotationTest {

    private static final int CLIENTS = 4;
    private static final int ROUNDS_AFTER = 5;
    /// For the identity service alone, which does without the teams that it has not heard of.
    private static final Suite SUITE = UncountedSuite.uncounted()
            .set("IDENTITY_JAVA_OPTS", "-Dfeeds.max-staleness=5s")
            .set("IDENTITY_KEYS_LEAD", "6s");

    @BeforeAll
    static void start() throws Exception {
        SUITE.start();
    }

    @AfterAll
    static void end() {
        SUITE.close();
    }

    private static String kid(JsonNode pair) {
        String header = pair.path("access_token").asText().split("\\.", -1)[0];
        return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8)
                .replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1");
    }

    private static JsonNode login(String name) {
        return Api.at(SUITE.gateway())
                .post("/auth/login", Api.object().put("login", name).put("password", Api.PASSWORD))
                .expect(200)
                .body();
    }

    /// Uses all services and refreshes, again and again; any answer but a 200 ends it as a failure.
    ///
    /// @return the pair of the last refresh, by another key than the first
    private static JsonNode useUntilAnotherKeySigns(String name) {
        Api anyone = Api.at(SUITE.gateway());
        JsonNode pair = login(name);
        String first = kid(pair);
        int after = 0;
        while (after < ROUNDS_AFTER) {
            Api caller = anyone.as(pair.path("access_token").asText());
            for (String path : new String[] {"/users/me", "/teams", "/boards", "/tasks"}) {
                caller.get(path).expect(200);
            }
            String token = pair.path("refresh_token").asText();
            pair = anyone.post("/auth/refresh", Api.object().put("refresh_token", token))
                    .expect(200)
                    .body();
            if (!kid(pair).equals(first)) {
                after++;
            }
        }
        return pair;
    }

    private static HttpResponse<String> rotate() throws Exception {
        String credential = "identity-service:" + SUITE.secret("IDENTITY_SERVICE_SECRET");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + SUITE.port("IDENTITY_PORT") + "/internal/keys/rotation"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    @Order(1)
    void rotationOnCommandFailsNoRequest() throws Exception {
        Api anyone = Api.at(SUITE.gateway());
        for (int i = 0; i < CLIENTS; i++) {
            anyone.register("rotation.client" + i);
        }
        String first = kid(login("rotation.client0"));
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<JsonNode>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "rotation.client" + i;
                clients.add(threads.submit(() -> useUntilAnotherKeySigns(name)));
            }
            HttpResponse<String> answer = rotate();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            Instant activeFrom = Instant.parse(answer.body().replaceAll(".*\"active_from\":\"([^\"]+)\".*", "$1"));
            assertThat(activeFrom).isAfter(Instant.now().minusSeconds(5));
            for (Future<JsonNode> client : clients) {
                assertThat(kid(client.get())).isNotEqualTo(first);
            }
        }
        // What the old key signed is still good: both are published.
        assertThat(anyone.get("/.well-known/jwks.json").body().path("keys")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @Order(2)
    void theCommandIsNotReachedThroughTheGateway() {
        Api.at(SUITE.gateway()).post("/internal/keys/rotation", Api.object()).expect(404);
    }

    @Test
    @Order(3)
    void withoutTheIdentityServiceTokensAreVerifiedAsBeforeEvenByAServiceThatWasJustStarted() throws Exception {
        Api caller = Api.at(SUITE.gateway())
                .as(login("rotation.client0").path("access_token").asText());
        SUITE.kill("identity-service");
        for (String path : new String[] {"/teams", "/boards", "/tasks"}) {
            caller.get(path).expect(200);
        }
        SUITE.kill("task-service");
        try (Run task = SUITE.startAlone(Map.of(), "task-service")) {
            assertThat(task.isStopping()).isFalse();
            Api.direct(SUITE, "TASK_PORT").as(forged()).get("/tasks").expect(401);
            caller.get("/tasks").expect(200);
        }
    }

    /// By a key that nobody has published.
    private static String forged() throws Exception {
        Forge forge = new Forge("nobody");
        return forge.sign(
                forge.header().toString(),
                Forge.claims(UUID.randomUUID(), UUID.randomUUID()).toString());
    }
}
