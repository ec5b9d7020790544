package com.tasktracker.kit.feed;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.data.DatabaseException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds for a follower while the publisher is written to from all sides, and while answers go wrong.
@QuarkusTest
@TestProfile(FeedTestProfile.class)
class FeedUnderWritesTest extends FeedTestBase {

    private static final int WRITERS = 8;

    private final List<UUID> ids =
            IntStream.range(0, 30).mapToObj(i -> new UUID(7, i)).toList();

    /// Writes, from eight threads at once, changes of few subjects, some of several subjects, some of them deletions.
    /// Each writer locks the subjects that it publishes, as a service locks the rows that it changes.
    private void write(int changesOfEach, AtomicBoolean stop) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<? extends Future<?>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> threads.submit(() -> {
                        Random random = new Random(writer);
                        for (int i = 0; i < changesOfEach && !stop.get(); i++) {
                            writeUntilDone(random, writer + "." + i);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    /// On a busy machine a writer may wait longer for the others than the database lets it.
    private void writeUntilDone(Random random, String name) {
        boolean isDone = false;
        while (!isDone) {
            try {
                writeOnce(random, name);
                isDone = true;
            } catch (DatabaseException e) {
                if (!e.isTransient()) {
                    throw e;
                }
            }
        }
    }

    private void writeOnce(Random random, String name) {
        List<UUID> touched = random.ints(1 + random.nextInt(3), 0, ids.size())
                .distinct()
                .sorted()
                .mapToObj(ids::get)
                .toList();
        boolean deletes = random.nextInt(4) == 0;
        changes.commitWithoutWaiting(() -> {
            for (UUID id : touched) {
                sql.first("SELECT pg_advisory_xact_lock(?)", row -> true, id.getLeastSignificantBits());
                changes.publish(deletes ? noThing(id) : thing(id, name));
            }
            return true;
        });
    }

    /// What the publisher's table holds, name by id.
    private Map<UUID, @Nullable String> published() {
        Map<UUID, @Nullable String> things = new HashMap<>();
        sql.list("SELECT data->>'id' AS id, data->>'name' AS name FROM feed WHERE type = 'thing.changed'", row -> {
            things.put(UUID.fromString(row.text("id")), row.textOrNull("name"));
            return true;
        });
        return things;
    }

    @Test
    void everyFinalStateIsFoundAndNoneIsSkipped() throws Exception {
        follow();
        follow();
        AtomicBoolean written = new AtomicBoolean();
        Set<String> seen = new HashSet<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> reader = threads.submit(() -> {
                long last = 0;
                do {
                    FeedRead.Batch<StoredEvent> batch = table.read("reader", last, 5);
                    for (StoredEvent event : batch.events()) {
                        assertThat(event.seq()).isGreaterThan(last);
                        last = event.seq();
                        seen.add(event.subject() + " " + event.seq());
                    }
                    assertThat(batch.next()).isGreaterThanOrEqualTo(last);
                    last = batch.next();
                } while (!written.get() || last < table.head());
            });
            write(60, new AtomicBoolean());
            written.set(true);
            reader.get();
        }
        awaitHead();

        assertThat(things()).isEqualTo(published());
        assertThat(seen)
                .containsAll(sql.list("SELECT subject || ' ' || seq AS place FROM feed", row -> row.text("place")));
    }

    @Test
    void aChangeThatIsInForceIsInTheReadModelWhateverElseIsWritten() throws Exception {
        follow();
        follow();

        assertThat(publishFromAllSidesAndLook(25, new AtomicBoolean())).isEqualTo(WRITERS * 25);
    }

    @Test
    void aChangeThatIsInForceStaysSoWhileNewerReleasesReadTheFeedAnew() throws Exception {
        follow();
        write(20, new AtomicBoolean());
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<Integer> inForce = threads.submit(() -> publishFromAllSidesAndLook(100_000, stop));
            for (int version = 2; version < 8; version++) {
                follow(new FollowedThings(sql, version), address());
            }
            stop.set(true);
            assertThat(inForce.get()).isPositive();
        }
    }

    /// Eight writers with a subject each, each of which looks whether the follower has what it was told is in force;
    /// says how often that was.
    private int publishFromAllSidesAndLook(int changesOfEach, AtomicBoolean stop) throws Exception {
        AtomicInteger inForce = new AtomicInteger();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<? extends Future<?>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> threads.submit(() -> {
                        UUID id = new UUID(8, writer);
                        for (int i = 0; i < changesOfEach && !stop.get(); i++) {
                            String name = writer + "." + i;
                            if (publish(thing(id, name)).isInForce()) {
                                assertThat(things()).containsEntry(id, name);
                                inForce.incrementAndGet();
                            }
                        }
                    }))
                    .toList();
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        return inForce.get();
    }

    @Test
    void aRebuildUnderWritesEndsEqualToThePublishersTable() throws Exception {
        follow();
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> writing = threads.submit(() -> {
                write(100_000, stop);
                return null;
            });
            eventually("much is written", () -> table.head() > 100);
            for (int version = 2; version < 6; version++) {
                follow(new FollowedThings(sql, version), address());
            }
            stop.set(true);
            writing.get();
        }
        awaitHead();

        assertThat(things()).isEqualTo(published());
        assertThat(sql.list("SELECT id FROM thing_rebuild", row -> row.id("id")))
                .isEmpty();
    }

    @Test
    void aTornDuplicatedOrReplayedAnswerChangesNothing() throws Exception {
        Mishaps mishaps = new Mishaps();
        try (SourceBetween source = new SourceBetween(address(), mishaps)) {
            follow(new FollowedThings(sql, 1), source.address());
            write(10, new AtomicBoolean());
            eventually("every kind of answer has been given", () -> {
                writeOnce(new Random(mishaps.answers()), "more " + mishaps.answers());
                return mishaps.answers() > 28;
            });
            awaitHead();
        }

        assertThat(things()).isEqualTo(published());
    }

    @Test
    void whatIsInForceIsNotTakenBackByARebuildThatReadEarlier() throws Exception {
        follow();
        UUID id = ids.getFirst();
        publish(thing(id, "before"));
        AtomicBoolean readByRebuild = new AtomicBoolean();
        AtomicBoolean inForce = new AtomicBoolean();
        List<Map<UUID, @Nullable String>> atHead = new CopyOnWriteArrayList<>();
        FollowedThings newer = new FollowedThings(sql, 2) {
            @Override
            public void atHead() {
                atHead.add(things());
            }
        };
        SourceBetween.Handing handing = (exchange, response) -> {
            if (readByRebuild.compareAndSet(false, true)) {
                // The rebuild has read "before"; the release that still follows applies this and acknowledges it.
                inForce.set(publish(thing(id, "after")).isInForce());
            }
            SourceBetween.send(exchange, response);
        };
        try (SourceBetween source = new SourceBetween(address(), handing)) {
            follow(newer, source.address());
        }

        assertThat(inForce).isTrue();
        assertThat(atHead).isNotEmpty().allSatisfy(state -> assertThat(state).isEqualTo(Map.of(id, "after")));
    }
}
