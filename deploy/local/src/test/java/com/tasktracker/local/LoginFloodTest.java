package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// More logins than there are cores to hash passwords on: some wait, the rest is told to come again, and whoever wants
/// something else does not notice. Half a gigabyte of heap would not hold 500 hashes of 19 MiB at once.
@ExtendWith(UncountedSuite.class)
class LoginFloodTest {

    private static final int LOGINS = 500;
    private static final int OTHERS = 40;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void fiveHundredLoginsAtOnceWaitOrAreTurnedAwayWhileOtherRoutesAnswer(Suite suite) throws Exception {
        Api identity = Api.direct(suite, "IDENTITY_PORT");
        identity.register("flood.ada");
        Api ada = identity.login("flood.ada");
        try (Database database = Database.as("postgres", suite)) {
            assertThat(database.only("SELECT password_hash FROM identity.users WHERE username = 'flood.ada'"))
                    .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        }
        long before = suite.process("identity-service").pid();
        List<CompletableFuture<HttpResponse<String>>> logins = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < LOGINS; i++) {
                logins.add(client.sendAsync(login(suite), BodyHandlers.ofString()));
            }
            for (int i = 0; i < OTHERS; i++) {
                ada.get("/users/me").expect(200);
                identity.get("/.well-known/jwks.json").expect(200);
            }
            int admitted = 0;
            for (CompletableFuture<HttpResponse<String>> login : logins) {
                HttpResponse<String> answer = login.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (answer.statusCode() == 200) {
                    admitted++;
                } else {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Retry-After"))
                            .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
                    assertThat(answer.body()).contains("/problems/unavailable");
                }
            }
            assertThat(admitted).isBetween(1, LOGINS - 1);
        }
        assertThat(suite.process("identity-service").pid()).isEqualTo(before);
        assertThat(Files.readString(suite.home().log("identity-service"))).doesNotContain("OutOfMemoryError");
        identity.login("flood.ada").get("/users/me").expect(200);
    }

    private static HttpRequest login(Suite suite) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + suite.port("IDENTITY_PORT") + "/auth/login"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Api.object()
                        .put("login", "flood.ada")
                        .put("password", Api.PASSWORD)
                        .toString()))
                .build();
    }
}
