package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.Api.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tokens that nobody may accept, against each service by itself and through the gateway.
@ExtendWith(UncountedSuite.class)
class TokenAttackTest {

    private static final int FLOODING = 8;
    private static final int BOGUS_EACH = 250;

    /// Where a token is shown, by name: each service directly and behind the gateway.
    private static Map<String, Api> doors(Suite suite) {
        Map<String, Api> doors = new LinkedHashMap<>();
        doors.put("/users/me of identity-service", Api.direct(suite, "IDENTITY_PORT"));
        doors.put("/teams of team-service", Api.direct(suite, "TEAM_PORT"));
        doors.put("/tasks of task-service", Api.direct(suite, "TASK_PORT"));
        for (String path : new String[] {"/users/me", "/teams", "/tasks"}) {
            doors.put(path + " through the gateway", Api.at(suite.gateway()));
        }
        return doors;
    }

    private static Answer show(String token, String door, Api api) {
        return api.as(token).get(pathOf(door));
    }

    private static String pathOf(String door) {
        return door.substring(0, door.indexOf(' '));
    }

    private static JsonNode login(Suite suite, String name) {
        Api anyone = Api.at(suite.gateway());
        anyone.register(name);
        return anyone.post("/auth/login", Api.object().put("login", name).put("password", Api.PASSWORD))
                .expect(200)
                .body();
    }

    private static UUID session(String accessToken) throws Exception {
        byte[] claims = Base64.getUrlDecoder().decode(accessToken.split("\\.", -1)[1]);
        String text = new String(claims, StandardCharsets.UTF_8);
        return UUID.fromString(text.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1"));
    }

    @Test
    void noForgedTokenIsAcceptedAnywhereAndNoneIsFollowedElsewhere(Suite suite) throws Exception {
        JsonNode pair = login(suite, "attack.ada");
        String access = pair.path("access_token").asText();
        UUID user = UUID.fromString(pair.path("user").path("id").asText());
        Map<String, Api> doors = doors(suite);
        Forge forge = new Forge("a-key-of-the-tests");
        forge.plant(suite);
        try (ServerSocketChannel elsewhere = ServerSocketChannel.open()) {
            elsewhere.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            elsewhere.configureBlocking(false);
            String address = "http://127.0.0.1:" + elsewhere.socket().getLocalPort();
            // What the forge makes is taken where nothing is wrong with it, or the rest would prove nothing.
            String good = forge.sign(
                    forge.header().toString(),
                    Forge.claims(user, session(access)).toString());
            for (Map.Entry<String, Api> door : doors.entrySet()) {
                Suite.await(
                        door.getKey() + " knows the key",
                        () -> show(good, door.getKey(), door.getValue()).status() == 200);
            }
            Map<String, String> tokens = new LinkedHashMap<>(ForgedTokens.all(forge, user, session(access), address));
            tokens.put("a refresh token", pair.path("refresh_token").asText());
            tokens.put("a mailed token", "A".repeat(43));
            assertRefused(tokens, doors);
            assertRefusedTwice(good, doors);
            assertThat(elsewhere.accept())
                    .as("a connection to what a token names")
                    .isNull();
        } finally {
            forge.uproot(suite);
        }
    }

    private static void assertRefused(Map<String, String> tokens, Map<String, Api> doors) {
        SoftAssertions all = new SoftAssertions();
        tokens.forEach((name, token) -> doors.forEach((door, api) -> {
            Answer answer = show(token, door, api);
            String what = name + " at " + door;
            all.assertThat(answer.status()).as(what).isEqualTo(401);
            all.assertThat(answer.body().path("type").asText()).as(what).isEqualTo("/problems/invalid-token");
            all.assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
                    .as(what)
                    .hasValue("Bearer error=\"invalid_token\"");
        }));
        all.assertAll();
    }

    /// Two of them, though each would be taken by itself.
    private static void assertRefusedTwice(String token, Map<String, Api> doors) {
        SoftAssertions all = new SoftAssertions();
        doors.forEach((door, api) -> {
            Answer answer = api.as(token).get(pathOf(door), Map.of("Authorization", "Bearer " + token));
            all.assertThat(answer.status()).as(door).isEqualTo(400);
            all.assertThat(answer.body().path("type").asText()).as(door).isEqualTo("/problems/malformed-request");
        });
        all.assertAll();
    }

    @Test
    void aFloodOfKeyIdsThatNobodyKnowsChangesNothingForGoodTokens(Suite suite) throws Exception {
        String access = login(suite, "attack.cleo").path("access_token").asText();
        Api task = Api.direct(suite, "TASK_PORT");
        long looksBefore = looksAtKeys(suite);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(FLOODING)) {
            List<Future<Boolean>> floods = new ArrayList<>();
            for (int i = 0; i < FLOODING; i++) {
                floods.add(threads.submit(() -> flood(task)));
            }
            while (!floods.stream().allMatch(Future::isDone)) {
                task.as(access).get("/tasks").expect(200);
            }
            for (Future<Boolean> flood : floods) {
                assertThat(flood.get()).isTrue();
            }
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000 + 1;
        assertThat(looksAtKeys(suite) - looksBefore)
                .as("looks at the table of keys in %s s", seconds)
                .isLessThanOrEqualTo(seconds + 2);
    }

    private static boolean flood(Api task) throws Exception {
        for (int i = 0; i < BOGUS_EACH; i++) {
            Forge forge = new Forge("bogus-" + UUID.randomUUID());
            String claims = Forge.claims(UUID.randomUUID(), UUID.randomUUID()).toString();
            task.as(forge.sign(forge.header().toString(), claims)).get("/tasks").expect(401);
        }
        return true;
    }

    private static long looksAtKeys(Suite suite) throws Exception {
        try (Database postgres = Database.as("postgres", suite)) {
            return Long.parseLong(postgres.texts("SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables"
                            + " WHERE schemaname = 'task' AND relname = 'signing_key'")
                    .getFirst());
        }
    }
}
