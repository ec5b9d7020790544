package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.local.BoardFollower.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The events of a board through the gateway, while what they pass through on the way is killed.
@Tag("slow")
class EventStreamTest {

    private static final int FOLLOWERS = 4;

    @Test
    void whoResumesMissesNothingAndHearsNothingTwiceWhateverIsKilled() throws Exception {
        int secondPort = Suite.freePort();
        try (Suite suite = Suite.ofServices()) {
            String first = "http://127.0.0.1:" + suite.port("TASK_PORT");
            suite.set("TASK_URL", first + ",http://127.0.0.1:" + secondPort)
                    .set("RATE_LIMIT_PER_MINUTE", "0")
                    .set("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0")
                    .set("ACCESS_TOKEN_LIFETIME", "1h")
                    .start();
            Map<String, String> second = Map.of("TASK_PORT", Integer.toString(secondPort));
            suite.startAlone(second, "task-service");
            Board board = Board.of(suite);
            List<BoardFollower> followers = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(new BoardFollower(
                        suite.gateway(), board.id(), board.owner().token()));
            }
            try (Writer writer = new Writer(board)) {
                writer.awaitMore(30);
                suite.kill("redis");
                writer.awaitMore(30);
                suite.kill("task-service");
                writer.awaitMore(30);
                suite.startAlone(Map.of(), "task-service");
                writer.awaitMore(30);
                suite.kill("task-service-" + secondPort);
                writer.awaitMore(30);
                suite.startAlone(Map.of(), "redis");
                writer.awaitMore(30);
                List<String> written = writer.stopped();
                for (BoardFollower follower : followers) {
                    Suite.await("all has been told", () -> follower.told().size() >= written.size());
                    List<Told> told = follower.told();
                    long begin = told.getFirst().id();
                    assertThat(told.stream().map(Told::id))
                            .containsExactlyElementsOf(LongStream.range(begin, begin + written.size())
                                    .boxed()
                                    .toList());
                    assertThat(told.stream().map(Told::type)).containsOnly("task.created");
                    assertThat(told.stream().map(Told::task)).containsExactlyElementsOf(written);
                }
                // Each stream was on one of the replicas, and both were killed.
                assertThat(followers.stream().mapToInt(BoardFollower::streams)).allMatch(streams -> streams > 1);
                System.out.println("Followed through "
                        + followers.stream().map(BoardFollower::streams).toList() + " streams: " + written.size()
                        + " events each");
            } finally {
                for (BoardFollower follower : followers) {
                    follower.close();
                }
            }
        }
    }

    private record Board(Api owner, String id) {

        static Board of(Suite suite) {
            Api anyone = Api.at(suite.gateway());
            anyone.register("streamer");
            Api owner = anyone.login("streamer");
            return new Board(owner, owner.board(owner.team("Streams"), "Streams"));
        }
    }

    /// Creates one task after another, each until it is there: a repeat with the same key creates nothing again.
    private static final class Writer implements AutoCloseable {

        private final Board board;
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<String> tasks = new ArrayList<>();
        private final AtomicInteger count = new AtomicInteger();
        private final CompletableFuture<Void> work;

        private Writer(Board board) {
            this.board = board;
            this.work = CompletableFuture.runAsync(this::write);
        }

        private void write() {
            while (!over.get()) {
                int number = count.get();
                ObjectNode task = Api.object().put("board_id", board.id()).put("title", "Task " + number);
                Map<String, String> key = Map.of("Idempotency-Key", "task-" + number);
                Api.Answer answer = board.owner().post("/tasks", task, key);
                while (answer.status() > 500) {
                    answer = board.owner().post("/tasks", task, key);
                }
                tasks.add(answer.expect(201).id());
                count.incrementAndGet();
            }
        }

        private void awaitMore(int number) throws Exception {
            int enough = count.get() + number;
            Suite.await(number + " more tasks", () -> count.get() >= enough || work.isDone());
            assertThat(work.isCompletedExceptionally()).isFalse();
        }

        /// Ends it, and answers all that it has created.
        private List<String> stopped() {
            close();
            return List.copyOf(tasks);
        }

        @Override
        public void close() {
            over.set(true);
            work.join();
        }
    }
}
