package com.tasktracker.identity.auth;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.as;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.patchMe;
import static com.tasktracker.identity.Api.post;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.MovableClock;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.secret.EmailHash;
import com.tasktracker.kit.testing.Mailbox;
import com.tasktracker.kit.testing.Mailbox.Mail;
import com.tasktracker.kit.testing.RedisResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class MailedTokenTest {

    private static final String ANOTHER = "nine purple elephants on a ladder";

    @Inject
    Sql sql;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry meters;

    @AfterEach
    void bringTheMailServerBack() {
        Mailbox.startServer();
        Mailbox.whileReceiving(() -> {});
    }

    private static Response verify(String token) {
        return post("/auth/email/verify", "{\"token\": \"" + token + "\"}");
    }

    private static Response forgot(String email) {
        return post("/auth/password/forgot", "{\"email\": \"" + email + "\"}");
    }

    private static Response reset(String token, String password) {
        return post("/auth/password/reset", "{\"token\": \"" + token + "\", \"new_password\": \"" + password + "\"}");
    }

    private static void assertNotValid(Response response) {
        response.then()
                .statusCode(422)
                .body("type", equalTo("/problems/token-not-valid"))
                .body("errors[0].field", equalTo("token"));
    }

    /// The mail that registering sends has come: the next ones are counted from there.
    private static String resetToken(Account account) {
        Mailbox.awaitMail(account.email(), 1);
        forgot(account.email()).then().statusCode(202);
        return Mailbox.awaitMail(account.email(), 2).token();
    }

    @Test
    void registeringMailsATokenThatProvesTheAddressOnce() {
        Account account = register();
        Mail mail = Mailbox.awaitMail(account.email(), 1);
        assertThat(mail.subject()).isEqualTo("Confirm your e-mail address");
        assertThat(mail.text()).contains("Hello " + account.username()).contains("no-reply@");
        Pair pair = login(account);
        me(pair.access()).then().body("email_verified", equalTo(false)).body("version", equalTo(1));
        verify(mail.token()).then().statusCode(204);
        me(pair.access()).then().body("email_verified", equalTo(true)).body("version", equalTo(2));
        assertNotValid(verify(mail.token()));
        assertThat(privateDataOnTheFeed(account))
                .contains(new EmailHash(Surroundings.EMAIL_HASH_KEY).of(account.email()));
    }

    private String privateDataOnTheFeed(Account account) {
        return sql.first(
                        "SELECT private_data::text AS told FROM feed WHERE subject = ?",
                        row -> row.text("told"),
                        "person/" + account.id())
                .orElseThrow();
    }

    @Test
    void onlyTheTeamServiceIsToldAnythingOfAnAddressAndOnlyOnceItIsProven() {
        Account account = register();
        assertThat(privateDataOnTheFeed(account)).isEqualTo("{\"team-service\": {\"email_hash\": null}}");
        String open = sql.first(
                        "SELECT data::text AS told FROM feed WHERE subject = ?",
                        row -> row.text("told"),
                        "person/" + account.id())
                .orElseThrow();
        assertThat(open).contains(account.username()).doesNotContain("@").doesNotContain("hash");
    }

    @Test
    void whatWasNotMailedProvesNothing() {
        assertNotValid(verify("A".repeat(43)));
        assertNotValid(verify(resetToken(register())));
        assertNotValid(reset("A".repeat(43), ANOTHER));
    }

    @Test
    void aTokenThatProvesAnAddressExpires() {
        Account account = register();
        String token = Mailbox.awaitMail(account.email(), 1).token();
        MovableClock.advance(Duration.ofHours(24).plusSeconds(1));
        assertNotValid(verify(token));
    }

    private static void resend(Pair pair) {
        as(pair.access()).contentType("").post("/auth/email/resend").then().statusCode(202);
    }

    @Test
    void theTokenIsMailedAgainOnRequestWhileTheAddressIsNotProven() {
        Account account = register();
        Mailbox.awaitMail(account.email(), 1);
        Pair pair = login(account);
        resend(pair);
        verify(Mailbox.awaitMail(account.email(), 2).token()).then().statusCode(204);
        eventually("both are off the list", () -> waiting(account.email()) == 0);
        resend(pair);
        assertThat(waiting(account.email())).isZero();
        assertThat(Mailbox.to(account.email())).hasSize(2);
    }

    @Test
    void whatIsAskedForWhileAMailIsHandedOverIsMailedOnceMore() throws InterruptedException {
        Account account = register();
        Mailbox.awaitMail(account.email(), 1);
        Pair pair = login(account);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Mailbox.whileReceiving(() -> {
            begun.countDown();
            await(asked);
        });
        resend(pair);
        await(begun);
        resend(pair);
        resend(pair);
        asked.countDown();
        verify(Mailbox.awaitMail(account.email(), 3).token()).then().statusCode(204);
        eventually("nothing waits", () -> waiting(account.email()) == 0);
        assertThat(Mailbox.to(account.email())).hasSize(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneThatWaitsIsEnough() {
        Mailbox.stopServer();
        Account account = register();
        Pair pair = login(account);
        for (int i = 0; i < 3; i++) {
            resend(pair);
            forgot(account.email()).then().statusCode(202);
        }
        assertThat(waiting(account.email())).isEqualTo(2);
    }

    private int waiting(String address) {
        return sql.first("SELECT count(*) AS n FROM outbox WHERE address = ?", row -> row.number("n"), address)
                .orElseThrow();
    }

    @Test
    void aMailedTokenSetsAnotherPasswordOnceAndEndsAllSessions() {
        Account account = register();
        Pair before = login(account);
        String token = resetToken(account);
        reset(token, ANOTHER).then().statusCode(204);
        me(before.access()).then().statusCode(401).body("type", equalTo("/problems/session-ended"));
        refresh(before.refresh()).then().statusCode(401);
        login(account.username(), PASSWORD).then().statusCode(401);
        login(account.username(), ANOTHER).then().statusCode(200);
        assertNotValid(reset(token, PASSWORD));
        assertThat(Mailbox.awaitMail(account.email(), 3).subject()).isEqualTo("Your password has changed");
    }

    @Test
    void aTokenThatSetsAPasswordLivesHalfAnHour() {
        String token = resetToken(register());
        MovableClock.advance(Duration.ofMinutes(30).plusSeconds(1));
        assertNotValid(reset(token, ANOTHER));
    }

    @Test
    void aPasswordThatIsRefusedDoesNotUseTheTokenUp() {
        Account account = register();
        String token = resetToken(account);
        reset(token, "passwordpassword")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("new_password"))
                .body("errors[0].code", equalTo("not_allowed"));
        reset(token, "short").then().statusCode(400).body("errors[0].code", equalTo("too_short"));
        reset(token, ANOTHER).then().statusCode(204);
    }

    @Test
    void ofTwoResetsAtOnceWithOneTokenOneSucceeds() throws Exception {
        Account account = register();
        String token = resetToken(account);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String password = ANOTHER + i;
            calls.add(() -> reset(token, password).statusCode());
        }
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers)
                .containsOnlyOnce(204)
                .filteredOn(status -> status != 204)
                .containsOnly(422);
    }

    @Test
    void knownAndUnknownAddressesAreAnsweredAlike() {
        String known =
                forgot(register().email()).then().statusCode(202).extract().asString();
        String unknown = forgot("nobody-at-all@example.com")
                .then()
                .statusCode(202)
                .extract()
                .asString();
        assertThat(known).isEqualTo(unknown);
        eventually("nobody's mail is dropped", () -> waiting("nobody-at-all@example.com") == 0);
        assertThat(Mailbox.to("nobody-at-all@example.com")).isEmpty();
        forgot("no address").then().statusCode(400).body("errors[0].field", equalTo("email"));
    }

    @Test
    void oneAddressGetsAtMostThreeMailsAnHour() {
        Account account = register();
        Mailbox.awaitMail(account.email(), 1);
        for (int i = 2; i <= 3; i++) {
            forgot(account.email());
            Mailbox.awaitMail(account.email(), i);
        }
        forgot(account.email()).then().statusCode(202);
        eventually("the fourth is put off", () -> isPutOff(account.email()));
        assertThat(Mailbox.to(account.email())).hasSize(3);
        MovableClock.advance(Duration.ofMinutes(61));
        Mailbox.awaitMail(account.email(), 4);
    }

    @Test
    void aMailWaitsWhileThereIsNoServer() {
        double before = failures();
        Mailbox.stopServer();
        Account account = register();
        eventually("it was tried", () -> failures() > before);
        Mailbox.startServer();
        MovableClock.advance(Duration.ofMinutes(1));
        verify(Mailbox.awaitMail(account.email(), 1).token()).then().statusCode(204);
    }

    private double failures() {
        return meters.counter("tasktracker.mails", "outcome", "failed").count();
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAndAskedAgain() throws IOException {
        double before = failures();
        Account account;
        try (ServerSocket _ = Mailbox.mute()) {
            account = register();
            eventually("it was given up", () -> failures() > before);
        }
        Mailbox.startServer();
        MovableClock.advance(Duration.ofMinutes(1));
        verify(Mailbox.awaitMail(account.email(), 1).token()).then().statusCode(204);
    }

    @Test
    void aConnectionThatTheServerClosedIsNotUsedAgain() {
        for (int i = 0; i < 5; i++) {
            Account account = register();
            Mailbox.awaitMail(account.email(), 1);
            Mailbox.stopServer();
            Mailbox.startServer();
        }
    }

    @Test
    void anotherAddressTakesOverOnceItIsProven() {
        Account account = register();
        Mailbox.awaitMail(account.email(), 1);
        Pair pair = login(account);
        String address = "new-" + account.email();
        patchMe(pair.access(), "{\"email\": \"%s\", \"current_password\": \"%s\"}".formatted(address, PASSWORD))
                .then()
                .statusCode(200)
                .body("email", equalTo(account.email()))
                .body("pending_email", equalTo(address));
        assertThat(Mailbox.awaitMail(account.email(), 2).subject()).isEqualTo("Your e-mail address is about to change");
        verify(Mailbox.awaitMail(address, 1).token()).then().statusCode(204);
        me(pair.access())
                .then()
                .body("email", equalTo(address))
                .body("email_verified", equalTo(true))
                .body("pending_email", nullValue());
        login(address, PASSWORD).then().statusCode(200);
        login(account.email(), PASSWORD).then().statusCode(401);
    }

    @Test
    void aTokenProvesTheAddressForWhoAskedForItWhoeverElseNamesIt() {
        Account ada = register();
        Account mallory = register();
        Pair of = login(ada);
        String address = "wanted-" + ada.email();
        String edit = "{\"email\": \"%s\", \"current_password\": \"%s\"}".formatted(address, PASSWORD);
        patchMe(of.access(), edit).then().statusCode(200);
        String first = Mailbox.awaitMail(address, 1).token();
        Pair others = login(mallory);
        patchMe(others.access(), edit).then().statusCode(200);
        assertThat(Mailbox.awaitMail(address, 2).text()).contains("Hello " + mallory.username());
        as(of.access()).contentType("").post("/auth/email/resend").then().statusCode(202);
        Mail again = Mailbox.awaitMail(address, 3);
        assertThat(again.text()).contains("Hello " + ada.username());
        verify(again.token()).then().statusCode(204);
        me(of.access()).then().body("email", equalTo(address));
        verify(first).then().statusCode(204);
        me(others.access()).then().body("email", equalTo(mallory.email()));
    }

    private static void delete(Pair pair) {
        as(pair.access())
                .body("{\"current_password\": \"" + PASSWORD + "\"}")
                .post("/users/me/deletion")
                .then()
                .statusCode(204);
    }

    @Test
    void whoClosesTheirAccountTakesNobodyElsesMailsAlong() {
        Account ada = register();
        Account mallory = register();
        Mailbox.awaitMail(mallory.email(), 1);
        Mailbox.awaitMail(ada.email(), 1);
        Mailbox.stopServer();
        String address = "shared-" + ada.email();
        String edit = "{\"email\": \"%s\", \"current_password\": \"%s\"}".formatted(address, PASSWORD);
        Pair others = login(mallory);
        patchMe(login(ada).access(), edit).then().statusCode(200);
        patchMe(others.access(), edit).then().statusCode(200);
        delete(others);
        assertThat(sql.list("SELECT about FROM outbox WHERE address = ?", row -> row.id("about"), address))
                .containsExactly(ada.id());
    }

    @Test
    void anAddressGetsNoMoreMailsByClosingAndOpeningAccounts() {
        Account account = register();
        Mailbox.awaitMail(account.email(), 1);
        for (int i = 2; i <= 3; i++) {
            forgot(account.email());
            Mailbox.awaitMail(account.email(), i);
        }
        delete(login(account));
        register(account.username(), account.email()).then().statusCode(201);
        eventually("the fourth is put off", () -> isPutOff(account.email()));
        assertThat(Mailbox.to(account.email())).hasSize(3);
    }

    private boolean isPutOff(String address) {
        return sql.first("SELECT due_at FROM outbox WHERE address = ?", row -> row.time("due_at"), address)
                .filter(due -> due.isAfter(clock.instant().plus(Duration.ofMinutes(50))))
                .isPresent();
    }

    @Test
    void anAddressThatSomebodyElseProvedFirstIsTaken() {
        Account account = register();
        Pair pair = login(account);
        String address = "contested-" + account.email();
        patchMe(pair.access(), "{\"email\": \"%s\", \"current_password\": \"%s\"}".formatted(address, PASSWORD))
                .then()
                .statusCode(200);
        String token = Mailbox.awaitMail(address, 1).token();
        register("c-" + account.username().substring(0, 12), address).then().statusCode(201);
        verify(token).then().statusCode(409).body("type", equalTo("/problems/email-taken"));
    }

    @Test
    void aTokenMailedToAnAddressThatIsGoneSetsNoPassword() {
        Account account = register();
        String token = resetToken(account);
        Pair pair = login(account);
        String address = "moved-" + account.email();
        patchMe(pair.access(), "{\"email\": \"%s\", \"current_password\": \"%s\"}".formatted(address, PASSWORD));
        verify(Mailbox.awaitMail(address, 1).token()).then().statusCode(204);
        assertNotValid(reset(token, ANOTHER));
    }

    @Test
    void theAddressChangesOnlyWithTheRightPasswordAndNotToOneThatIsTaken() {
        Account account = register();
        Pair pair = login(account);
        patchMe(pair.access(), "{\"email\": \"x@example.com\"}")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("current_password"));
        patchMe(pair.access(), "{\"current_password\": \"x\"}").then().statusCode(400);
        patchMe(pair.access(), "{\"email\": \"x@example.com\", \"current_password\": \"wrong\"}")
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/wrong-password"))
                .body("errors[0].field", equalTo("current_password"));
        patchMe(
                        pair.access(),
                        "{\"email\": \"%s\", \"current_password\": \"%s\"}"
                                .formatted(register().email(), PASSWORD))
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/email-taken"));
    }
}
