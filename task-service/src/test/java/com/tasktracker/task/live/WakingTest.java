package com.tasktracker.task.live;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.TestTokens;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.TaskServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What replicas tell each other through Redis, with nobody looking by themselves.
@TaskServiceTest
@TestProfile(WakingTest.WithoutLooking.class)
class WakingTest {

    public static class WithoutLooking implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tasktracker.live.look-every", "1h");
        }
    }

    @Inject
    Redis redis;

    @Inject
    Journal journal;

    private Crew crew = Crew.gather();
    private String board = "";

    @BeforeEach
    void gather() {
        crew = Crew.gather();
        board = crew.board("Board");
    }

    @Test
    void aStreamIsWokenByWhatAnotherReplicaTells() {
        Wire other = new Wire(redis);
        UUID id = UUID.fromString(board);
        try (Listener listener = Listener.open(board, TestTokens.of(crew.viewer), 0L)) {
            assertThat(listener.types(1)).containsExactly("board.created");
            Journal.Entries entries = new Journal.Entries(null);
            entries.add(Happening.ofBoard(id, "board.updated", List.of(), 2));
            QuarkusTransaction.requiringNew().run(() -> journal.write(entries));
            // Again and again: what is told before this replica listens is lost.
            eventually("the stream tells of it", () -> {
                other.tell(Set.of(id));
                return listener.last() == 2;
            });
        }
    }

    @Test
    void whatHappensHereIsToldToOtherReplicas() {
        Wire other = new Wire(redis);
        Set<UUID> heard = ConcurrentHashMap.newKeySet();
        other.listen(heard::addAll);
        eventually("the other hears of it", () -> {
            crew.task(board, "t");
            return heard.contains(UUID.fromString(board));
        });
    }
}
