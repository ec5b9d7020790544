package com.tasktracker.kit.mail;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.secret.OpaqueToken;
import com.tasktracker.kit.testing.Mailbox;
import com.tasktracker.kit.testing.Mailbox.Mail;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Letters that really go out.
@QuarkusTest
@TestProfile(PostmanTest.WithLetters.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(value = Mailbox.class, initArgs = @ResourceArg(name = "send-limit", value = "3s"))
class PostmanTest {

    public static class WithLetters implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(Greetings.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.mailer.max-pool-size", "1");
        }
    }

    enum Purpose {
        GREETING
    }

    /// Writes to everybody but to those who want nothing, and remembers which tokens are good.
    @Alternative
    @Singleton
    public static class Greetings implements LetterWriter {

        private final Set<String> good = ConcurrentHashMap.newKeySet();

        @Override
        public Optional<Letter> write(WaitingMail mail, OpaqueToken token) {
            if (mail.address().startsWith("unwanted")) {
                return Optional.empty();
            }
            good.add(token.text());
            return Optional.of(new Letter("Greetings", "Hello,\n\n" + token.text() + "\n"));
        }

        @Override
        public void forget(OpaqueToken token) {
            good.remove(token.text());
        }
    }

    @Inject
    Outbox outbox;

    @Inject
    Greetings greetings;

    @Inject
    MeterRegistry meters;

    @Inject
    Sql sql;

    @AfterEach
    void bringTheServerBack() {
        Mailbox.whileReceiving(() -> {});
        Mailbox.startServer();
    }

    private static String someone() {
        return UUID.randomUUID() + "@example.com";
    }

    private void put(String address) {
        QuarkusTransaction.requiringNew().run(() -> outbox.put(Purpose.GREETING, address, null));
    }

    private boolean waits(String address) {
        return sql.first("SELECT 1 FROM outbox WHERE address = ?", _ -> true, address)
                .isPresent();
    }

    private int receipts(String address) {
        return sql.first(
                        "SELECT count(*) AS n FROM outbox_receipt WHERE address_hash = sha256(convert_to(?, 'UTF8'))",
                        row -> row.number("n"),
                        address)
                .orElseThrow();
    }

    private double counted(String outcome) {
        return meters.counter("tasktracker.mails", "outcome", outcome).count();
    }

    @Test
    void aLetterGoesOutOnceWhatItIsAboutIsCommitted() {
        String address = someone();
        String other = someone();
        double before = counted("sent");
        put(address);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.put(Purpose.GREETING, other, null);
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        Mail mail = Mailbox.awaitMail(address, 1);
        assertThat(mail.subject()).isEqualTo("Greetings");
        assertThat(greetings.good).contains(mail.token());
        eventually("it is settled", () -> !waits(address));
        assertThat(counted("sent")).isEqualTo(before + 1);
        assertThat(Mailbox.to(other)).isEmpty();
    }

    @Test
    void whatNobodyWantsAnyMoreIsDropped() {
        String address = "unwanted." + someone();
        put(address);
        eventually("it is dropped", () -> !waits(address));
        assertThat(Mailbox.to(address)).isEmpty();
        assertThat(receipts(address)).isZero();
    }

    @Test
    void whatIsRefusedHasNoGoodTokenAndHoldsUpNobody() {
        String refused = "refused." + someone();
        String address = someone();
        double before = counted("failed");
        Set<String> good = Set.copyOf(greetings.good);
        put(refused);
        put(address);
        String token = Mailbox.awaitMail(address, 1).token();
        eventually("it was refused", () -> counted("failed") > before && receipts(refused) == 0);
        assertThat(greetings.good).hasSize(good.size() + 1).containsAll(good).contains(token);
        sql.update("UPDATE outbox SET attempts = 1000, due_at = now() WHERE address = ?", refused);
        eventually("it is given up", () -> !waits(refused) && counted("given_up") > 0);
    }

    @Test
    void whatTakesTooLongKeepsItsTokenGoodAndCounts() throws InterruptedException {
        String address = someone();
        CountDownLatch tooLate = new CountDownLatch(1);
        Mailbox.whileReceiving(() -> {
            try {
                tooLate.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        double before = counted("failed");
        put(address);
        eventually("it was given up", () -> counted("failed") > before);
        tooLate.countDown();
        assertThat(greetings.good).contains(Mailbox.awaitMail(address, 1).token());
        assertThat(receipts(address)).isEqualTo(1);
        assertThat(waits(address)).isTrue();
        sql.update("DELETE FROM outbox");
    }

    @Test
    void aServerThatHangsHoldsNoConnectionForGood() throws IOException, InterruptedException {
        List<Socket> hanging = new CopyOnWriteArrayList<>();
        List<String> addresses = List.of(someone(), someone());
        double before = counted("failed");
        Thread door;
        try (ServerSocket mute = Mailbox.mute()) {
            door = Thread.ofPlatform().start(() -> acceptAll(mute, hanging));
            addresses.forEach(this::put);
            eventually("all were tried", () -> counted("failed") >= before + addresses.size());
        }
        // The port is free once nobody waits at it any more.
        door.join();
        Mailbox.startServer();
        sql.update("UPDATE outbox SET due_at = now()");
        addresses.forEach(address -> Mailbox.awaitMail(address, 1));
        for (Socket each : hanging) {
            each.close();
        }
    }

    /// Lets everybody in, says nothing, and keeps the connections.
    private static void acceptAll(ServerSocket mute, List<Socket> hanging) {
        try {
            while (!mute.isClosed()) {
                hanging.add(mute.accept());
            }
        } catch (IOException e) {
            assertThat(mute.isClosed()).isTrue();
        }
    }

    @Test
    void whatCannotBeSentWaitsTillTheServerIsBack() {
        Mailbox.stopServer();
        String address = someone();
        double before = counted("failed");
        put(address);
        eventually("it was tried", () -> counted("failed") > before);
        Mailbox.startServer();
        sql.update("UPDATE outbox SET due_at = now()");
        Mailbox.awaitMail(address, 1);
        eventually("it is settled", () -> !waits(address));
    }
}
