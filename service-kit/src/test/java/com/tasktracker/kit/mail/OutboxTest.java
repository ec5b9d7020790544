package com.tasktracker.kit.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.mail.Outbox.Taken;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The outbox by itself: nobody writes letters here, so that no postman empties it.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class OutboxTest {

    enum Purpose {
        GREETING,
        FAREWELL
    }

    @Inject
    Outbox outbox;

    @Inject
    Sql sql;

    @BeforeEach
    void empty() {
        sql.update("DELETE FROM outbox");
        sql.update("DELETE FROM outbox_receipt");
    }

    private void put(Purpose purpose, String address, @Nullable UUID about) {
        QuarkusTransaction.requiringNew().run(() -> outbox.put(purpose, address, about));
    }

    private Taken take() {
        return outbox.take().orElseThrow();
    }

    private int waiting() {
        return sql.first("SELECT count(*) AS n FROM outbox", row -> row.number("n"))
                .orElseThrow();
    }

    private int receipts() {
        return sql.first("SELECT count(*) AS n FROM outbox_receipt", row -> row.number("n"))
                .orElseThrow();
    }

    private void makeDue() {
        sql.update("UPDATE outbox SET due_at = now() - interval '1 second'");
    }

    private double secondsTillDue() {
        return sql.first(
                        "SELECT extract(epoch FROM due_at - now())::float8 AS seconds FROM outbox",
                        row -> row.decimal("seconds"))
                .orElseThrow();
    }

    @Test
    void oneOfAKindWaitsWhateverTheCaseOfTheAddress() {
        UUID about = UUID.randomUUID();
        put(Purpose.GREETING, "ada@example.com", null);
        put(Purpose.GREETING, "Ada@Example.com", null);
        put(Purpose.GREETING, "ada@example.com", about);
        put(Purpose.GREETING, "ada@example.com", about);
        put(Purpose.FAREWELL, "ada@example.com", null);
        put(Purpose.GREETING, "bob@example.com", null);
        assertThat(waiting()).isEqualTo(4);
    }

    @Test
    void whatIsTakenIsNotTakenByAnotherUntilItsTimeIsOver() {
        put(Purpose.GREETING, "ada@example.com", null);
        Taken taken = take();
        assertThat(taken.mail()).isEqualTo(new WaitingMail("greeting", "ada@example.com", null));
        assertThat(outbox.take()).isEmpty();
        makeDue();
        assertThat(take().id()).isEqualTo(taken.id());
    }

    @Test
    void whatIsSentIsOffTheList() {
        put(Purpose.GREETING, "ada@example.com", null);
        outbox.sent(take());
        assertThat(waiting()).isZero();
        assertThat(receipts()).isEqualTo(1);
    }

    @Test
    void whatIsAskedForWhileItIsSentIsSentOnceMore() {
        put(Purpose.GREETING, "ada@example.com", null);
        Taken taken = take();
        put(Purpose.GREETING, "ada@example.com", null);
        put(Purpose.GREETING, "ada@example.com", null);
        outbox.sent(taken);
        outbox.drop(take());
        assertThat(waiting()).isZero();
    }

    @Test
    void whatNobodyWantsDoesNotCount() {
        put(Purpose.GREETING, "ada@example.com", null);
        outbox.drop(take());
        assertThat(receipts()).isZero();
    }

    @Test
    void manyReplicasTogetherSendThreeAnHourToAnAddress() throws Exception {
        for (int i = 0; i < 8; i++) {
            put(Purpose.GREETING, "ada@example.com", UUID.randomUUID());
        }
        List<Callable<Optional<Taken>>> replicas = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            replicas.add(outbox::take);
        }
        List<Taken> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Optional<Taken>> take : threads.invokeAll(replicas)) {
                take.get().ifPresent(taken::add);
            }
        }
        while (true) {
            Optional<Taken> more = outbox.take();
            if (more.isEmpty()) {
                break;
            }
            taken.add(more.get());
        }
        assertThat(taken).hasSize(3);
        assertThat(waiting()).isEqualTo(8);
    }

    @Test
    void whoeverEndsWhileSendingHasCountedIt() {
        put(Purpose.GREETING, "ada@example.com", null);
        for (int i = 0; i < 3; i++) {
            assertThat(outbox.take()).isPresent();
            makeDue();
        }
        assertThat(outbox.take()).isEmpty();
        assertThat(secondsTillDue()).isBetween(3_000.0, 3_600.0);
        sql.update("UPDATE outbox_receipt SET counted_at = counted_at - interval '61 minutes'");
        makeDue();
        assertThat(outbox.take()).isPresent();
    }

    @Test
    void anAddressThatHasHadEnoughHoldsUpNoOther() {
        for (int i = 0; i < 5; i++) {
            put(Purpose.GREETING, "ada@example.com", UUID.randomUUID());
        }
        put(Purpose.GREETING, "bob@example.com", null);
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            addresses.add(take().mail().address());
        }
        assertThat(addresses)
                .containsExactly("ada@example.com", "ada@example.com", "ada@example.com", "bob@example.com");
        assertThat(outbox.take()).isEmpty();
    }

    @Test
    void whatFailsIsTriedAgainEverLaterAndDoesNotCount() {
        put(Purpose.GREETING, "ada@example.com", null);
        for (double pause : List.of(5.0, 10.0, 20.0, 40.0)) {
            assertThat(outbox.failed(take(), false)).isFalse();
            assertThat(secondsTillDue()).isBetween(pause - 5, pause);
            assertThat(receipts()).isZero();
            makeDue();
        }
        sql.update("UPDATE outbox SET attempts = 30");
        outbox.failed(take(), false);
        assertThat(secondsTillDue()).isBetween(590.0, 600.0);
        put(Purpose.GREETING, "ada@example.com", null);
        makeDue();
        outbox.failed(take(), false);
        assertThat(secondsTillDue()).isBetween(0.0, 5.0);
    }

    @Test
    void whatMayHaveArrivedCountsAndIsTriedAgainLater() {
        put(Purpose.GREETING, "ada@example.com", null);
        outbox.failed(take(), true);
        assertThat(receipts()).isEqualTo(1);
        assertThat(secondsTillDue()).isBetween(50.0, 60.0);
    }

    @Test
    void whatFailsForADayIsGivenUp() {
        put(Purpose.GREETING, "ada@example.com", null);
        sql.update("UPDATE outbox SET attempts = 149");
        assertThat(outbox.failed(take(), false)).isTrue();
        assertThat(waiting()).isZero();
    }

    @Test
    void whatWaitsIsForgottenByWhatItIsAbout() {
        UUID about = UUID.randomUUID();
        put(Purpose.GREETING, "ada@example.com", about);
        put(Purpose.FAREWELL, "new@example.com", about);
        put(Purpose.GREETING, "ada@example.com", UUID.randomUUID());
        put(Purpose.GREETING, "ada@example.com", null);
        put(Purpose.FAREWELL, "ada@example.com", null);
        outbox.forget(about);
        outbox.forget(Purpose.GREETING, "Ada@example.com");
        assertThat(waiting()).isEqualTo(2);
    }

    @Test
    void receiptsGoOnceTheyNoLongerCount() {
        put(Purpose.GREETING, "ada@example.com", null);
        outbox.sent(take());
        outbox.purge();
        assertThat(receipts()).isEqualTo(1);
        sql.update("UPDATE outbox_receipt SET counted_at = counted_at - interval '61 minutes'");
        outbox.purge();
        assertThat(receipts()).isZero();
    }
}
