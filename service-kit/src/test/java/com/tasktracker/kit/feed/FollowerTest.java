package com.tasktracker.kit.feed;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.testing.PostgresResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a follower makes of the feed.
@QuarkusTest
@TestProfile(FeedTestProfile.class)
class FollowerTest extends FeedTestBase {

    private static final UUID ADA = UUID.fromString("01980000-0000-7000-8000-00000000000a");
    private static final UUID BOB = UUID.fromString("01980000-0000-7000-8000-00000000000b");

    private static FeedEvent friend(UUID id, String name) {
        return FeedEvent.of("friend.changed", "friend/" + id, Map.of("id", id, "name", name));
    }

    private record Friend(String name, boolean deleted) {}

    private Friend friend(UUID id) {
        return sql.first(
                        "SELECT coalesce(name, 'unknown') AS name, deleted FROM friend WHERE id = ?",
                        row -> new Friend(row.text("name"), row.flag("deleted")),
                        id)
                .orElseThrow();
    }

    @Test
    void membersBecomeColumns() {
        publishWithoutWaiting(thing(ADA, "ada").privately("first", Map.of("secret", "for the first")));

        follow();

        assertThat(sql.list("SELECT name || ' ' || size || ' ' || secret AS line FROM thing", row -> row.text("line")))
                .containsExactly("ada 3 for the first");
    }

    @Test
    void whatIsDeletedGoesOrIsRememberedByItsIdAlone() {
        follow();
        publish(thing(ADA, "ada"), thing(BOB, "bob"), friend(ADA, "ada"), friend(BOB, "bob"));

        publish(noThing(ADA), FeedEvent.tombstone("friend.deleted", "friend/" + ADA, Map.of("id", ADA)));

        assertThat(things()).isEqualTo(Map.of(BOB, "bob"));
        assertThat(friend(ADA)).isEqualTo(new Friend("unknown", true));
        assertThat(friend(BOB)).isEqualTo(new Friend("bob", false));
    }

    @Test
    void whatIsRemovedAndAddedAgainBetweenTwoReadsIsThere() {
        Follower follower = follow();
        publish(thing(ADA, "ada"));
        follower.stop();
        publishWithoutWaiting(noThing(ADA));
        publishWithoutWaiting(FeedEvent.of("thing.changed", "another subject", Map.of("id", ADA, "name", "new ada")));

        follow();
        awaitHead();

        assertThat(things()).isEqualTo(Map.of(ADA, "new ada"));
    }

    @Test
    void typesThatNoProjectionKnowsAreSkipped() {
        follow();

        assertThat(publish(FeedEvent.of("thing.polished", "polish", Map.of())).isInForce())
                .isTrue();

        assertThat(things()).isEmpty();
    }

    @Test
    void otherColumnsOfTheTableAreLeftAlone() {
        Follower follower = follow();
        publish(thing(ADA, "ada"));
        sql.update("UPDATE thing SET local_note = 'mine'");
        publish(thing(ADA, "ada lovelace"));
        follower.stop();

        follow(new FollowedThings(sql, 2), address());

        assertThat(things()).isEqualTo(Map.of(ADA, "ada lovelace"));
        assertThat(sql.list("SELECT local_note FROM thing", row -> row.text("local_note")))
                .containsExactly("mine");
    }

    @Test
    void whatHasExpiredGoesWithoutAnEvent() {
        Follower follower = follow();
        publish(
                FeedEvent.of("pass.ended", "pass/old", Map.of("id", "old", "until", Instant.EPOCH)),
                FeedEvent.of("pass.ended", "pass/new", Map.of("id", "new", "until", "2999-01-01T00:00:00Z")));

        follower.expire();

        assertThat(sql.list("SELECT id FROM pass", row -> row.text("id"))).containsExactly("new");
    }

    @Test
    void twoReplicasApplyEachChangeOnce() {
        follow();
        follow();

        for (int i = 0; i < 40; i++) {
            publish(thing(UUID.randomUUID(), "thing " + i));
        }
        awaitHead();

        assertThat(consequence("applied")).isEqualTo(40);
        assertThat(things()).hasSize(40);
    }

    @Test
    void moreThanOneBatchIsAppliedAndItsConsequencesDrawnAtTheHeadAlone() {
        Follower follower = follow();
        follower.stop();
        long before = consequence("at head");
        changes.commitWithoutWaiting(() -> {
            for (int i = 0; i < 1200; i++) {
                changes.publish(thing(UUID.randomUUID(), "thing " + i));
            }
            return true;
        });

        follow();
        awaitHead();

        assertThat(things()).hasSize(1200);
        assertThat(consequence("applied")).isEqualTo(1200);
        assertThat(consequence("at head")).isEqualTo(before + 1);
    }

    @Test
    void whereTheConsequencesFailTheBatchIsUndoneAndTriedAgain() {
        AtomicInteger failures = new AtomicInteger(3);
        follow(
                new FollowedThings(sql, 1) {
                    @Override
                    public void atHead() {
                        super.atHead();
                        if (!things().isEmpty() && failures.getAndDecrement() > 0) {
                            throw new IllegalStateException("not yet");
                        }
                    }
                },
                address());
        long before = consequence("at head");

        publish(thing(ADA, "ada"));
        awaitHead();

        assertThat(things()).isEqualTo(Map.of(ADA, "ada"));
        assertThat(consequence("at head")).isEqualTo(before + 1);
        assertThat(failures).hasNegativeValue().hasValueGreaterThanOrEqualTo(-1);
    }

    @Test
    void hooksMayPublishThemselves() {
        follow(
                new FollowedThings(sql, 1) {
                    @Override
                    public void atHead() {
                        if (things().containsKey(ADA) && !things().containsKey(BOB)) {
                            changes.publish(thing(BOB, "follows from ada"));
                        }
                    }
                },
                address());

        publish(thing(ADA, "ada"));
        eventually("what follows is applied too", () -> things().containsKey(BOB));

        assertThat(things()).isEqualTo(Map.of(ADA, "ada", BOB, "follows from ada"));
    }

    @Test
    void aNewEpochLeadsToReadingAnew() {
        follow();
        publish(thing(ADA, "ada"), thing(BOB, "bob"));

        sql.update("DELETE FROM feed WHERE subject = ?", "thing/" + BOB);
        sql.update("UPDATE feed_head SET epoch = gen_random_uuid()");
        // Without it the follower would hear of that at the end of its wait.
        publishWithoutWaiting(thing(ADA, "ada"));
        eventually("the tables are what the feed is", () -> things().equals(Map.of(ADA, "ada")));

        assertThat(publish(thing(BOB, "new bob")).isInForce()).isTrue();
        assertThat(things()).isEqualTo(Map.of(ADA, "ada", BOB, "new bob"));
    }

    @Test
    void aPublisherThatFellBehindItsFollowerLeadsToReadingAnew() {
        follow();
        publish(thing(ADA, "ada"));
        publish(thing(BOB, "bob"));
        publish(thing(ADA, "ada lovelace"));

        restoreToBeforeTheLastTwo();
        eventually("the tables are what the feed is", () -> things().equals(Map.of(ADA, "ada")));

        assertThat(cursor()).isEqualTo(1);
        eventually("in force", () -> publish(thing(BOB, "new bob")).isInForce());
        assertThat(things()).isEqualTo(Map.of(ADA, "ada", BOB, "new bob"));
    }

    /// As a backup of the publisher's database would, in one moment.
    private void restoreToBeforeTheLastTwo() {
        sql.update("""
                WITH f AS (DELETE FROM feed WHERE subject <> ?),
                     a AS (UPDATE feed SET seq = 1, data = data || '{"name": "ada"}' WHERE subject = ?),
                     w AS (UPDATE feed_follower SET acknowledged = 1)
                UPDATE feed_head SET seq = 1""", "thing/" + ADA, "thing/" + ADA);
    }

    @Test
    void aNewerReleaseTakesOverAndAnOlderOneStandsBy() {
        follow();
        publish(thing(ADA, "ada"));

        Follower newer = follow(new FollowedThings(sql, 2), address());
        assertThat(modelVersion()).isEqualTo(2);
        assertThat(publish(thing(BOB, "bob")).isInForce()).isTrue();
        assertThat(modelVersion()).isEqualTo(2);

        newer.stop();
        sql.update("UPDATE feed_cursor SET read_at = read_at - make_interval(secs => 31)");
        eventually("the older release has it again", () -> modelVersion() == 1);
        assertThat(publish(thing(ADA, "ada lovelace")).isInForce()).isTrue();
        assertThat(things()).isEqualTo(Map.of(ADA, "ada lovelace", BOB, "bob"));
    }

    private int modelVersion() {
        return sql.first("SELECT model_version FROM feed_cursor", row -> row.number("model_version"))
                .orElse(0);
    }

    @Test
    void aRebuildThatItsProcessLeftIsTakenUpByAnother() {
        sql.update("INSERT INTO feed_cursor (feed, rebuild_by, rebuild_at) "
                + "VALUES ('things', gen_random_uuid(), clock_timestamp() - make_interval(secs => 14))");
        sql.update("INSERT INTO thing_rebuild (id, name) VALUES (?, 'left over')", ADA);
        publishWithoutWaiting(thing(BOB, "bob"));

        follow();

        assertThat(things()).isEqualTo(Map.of(BOB, "bob"));
        assertThat(sql.list("SELECT id FROM thing_rebuild", row -> row.id("id")))
                .isEmpty();
    }

    /// The right to read anew is lost between its being taken and the emptying of the twins, here to a trigger.
    @Test
    void whoLostTheRightToReadAnewLeavesWhatTheOtherHasRead() throws SQLException {
        sql.update("INSERT INTO feed_cursor (feed) VALUES ('things')");
        sql.update("INSERT INTO thing_rebuild (id, name) VALUES (?, 'of the other')", ADA);
        superuser("""
                CREATE FUNCTION feedtest.overtake() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN NEW.rebuild_by = ''01900000-0000-7000-8000-00000000000f''; RETURN NEW; END';
                CREATE TRIGGER overtake BEFORE UPDATE OF rebuild_by ON feedtest.feed_cursor
                    FOR EACH ROW EXECUTE FUNCTION feedtest.overtake()""");
        try {
            Follower follower = followers.follower(
                    new FollowedThings(sql, 1), List.of(address()), "first", List.of("first secret"));
            started(follower);
            eventually(
                    "another has the right",
                    () -> sql.first("SELECT 1 FROM feed_cursor WHERE rebuild_by IS NOT NULL", _ -> true)
                            .isPresent());
            follower.stop();
            assertThat(sql.list("SELECT name FROM thing_rebuild", row -> row.text("name")))
                    .containsExactly("of the other");
        } finally {
            superuser("DROP FUNCTION feedtest.overtake() CASCADE");
        }
    }

    private static void superuser(String statements) throws SQLException {
        try (Connection connection =
                        PostgresResource.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    @Test
    void anotherReplicaOfTheSourceIsTriedWhereOneFails() {
        publishWithoutWaiting(thing(ADA, "ada"));

        follow(new FollowedThings(sql, 1), "http://127.0.0.1:1", address() + "/nowhere/", address() + "/");

        assertThat(things()).isEqualTo(Map.of(ADA, "ada"));
    }

    @Test
    void thePreviousSecretIsShownWhereTheCurrentOneIsNotKnownYet() {
        publishWithoutWaiting(thing(ADA, "ada"));
        Follower follower = followers.follower(
                new FollowedThings(sql, 1), List.of(address()), "second", List.of("newest secret", "old secret"));
        started(follower);

        eventually("the feed is followed", () -> follower.status().isSettled());

        assertThat(things()).isEqualTo(Map.of(ADA, "ada"));
    }

    @Test
    void whatIsReadAnewAcknowledgesNothingUntilItIsInPlace() {
        publishThings(600);
        List<FollowerState> seen = new CopyOnWriteArrayList<>();

        follow(
                new FollowedThings(sql, 1) {
                    @Override
                    public void atHead() {
                        seen.addAll(table.followers());
                    }
                },
                address());

        assertThat(seen).extracting(FollowerState::acknowledged).containsExactly(0L);
        eventually("all is acknowledged", () -> table.followers().getFirst().acknowledged() == 600);
    }

    @Test
    void aReadThatDoesNotReachTheHeadIsNoGoodRead() throws Exception {
        follow().stop();
        Instant before = age(Duration.ofMinutes(5));
        publishThings(600);
        AtomicInteger answers = new AtomicInteger();
        SourceBetween.Handing firstPageOnly = (exchange, response) -> {
            if (answers.getAndIncrement() == 0) {
                SourceBetween.send(exchange, response);
            } else {
                SourceBetween.send(exchange, response, 503, 0, new byte[0]);
            }
        };

        try (SourceBetween source = new SourceBetween(address(), firstPageOnly)) {
            started(follower(source.address()));
            eventually("the first page is applied", () -> cursor() == 500 && answers.get() > 2);

            assertThat(readAt()).isEqualTo(before);
        }
        follow();
        awaitHead();
        assertThat(readAt()).isAfter(before);
    }

    @Test
    void anAnswerToAnEarlierReadIsNoGoodRead() throws Exception {
        publishThings(1);
        Follower first = follow();
        awaitHead();
        publishThings(1);
        awaitHead();
        first.stop();
        Instant before = age(Duration.ofMinutes(5));
        AtomicInteger answers = new AtomicInteger();
        SourceBetween.Handing late = (exchange, response) -> {
            answers.incrementAndGet();
            exchange.getResponseHeaders().set("Feed-Epoch", epoch());
            exchange.getResponseHeaders().set("Feed-Head", "1");
            exchange.getResponseHeaders().set("Feed-Next", "1");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("[]".getBytes(UTF_8));
        };

        try (SourceBetween source = new SourceBetween(address(), late)) {
            started(follower(source.address()));
            eventually("it has been tried again", () -> answers.get() > 3);
        }

        assertThat(readAt()).isEqualTo(before);
        assertThat(cursor()).isEqualTo(2);
    }

    private Follower follower(String address) {
        return followers.follower(new FollowedThings(sql, 1), List.of(address), "first", List.of("first secret"));
    }

    private void publishThings(int count) {
        changes.commitWithoutWaiting(() -> {
            for (int i = 0; i < count; i++) {
                changes.publish(thing(UUID.randomUUID(), "thing " + i));
            }
            return true;
        });
    }

    /// Makes the last good read that much older.
    private Instant age(Duration by) {
        sql.update("UPDATE feed_cursor SET read_at = read_at - make_interval(secs => ?)", by.toSeconds());
        return readAt();
    }

    private Instant readAt() {
        return sql.first("SELECT read_at FROM feed_cursor", row -> row.time("read_at"))
                .orElseThrow();
    }

    private String epoch() {
        return sql.first("SELECT epoch FROM feed_head", row -> row.id("epoch").toString())
                .orElseThrow();
    }

    @Test
    void stalenessIsMeasuredFromTheSendingOfTheLastReadThatReachedTheHead() {
        String fresh = "SELECT " + Freshness.sql("things") + " AS fresh";
        assertThat(isFresh(fresh)).as("never read").isFalse();

        follow();
        assertThat(isFresh(fresh)).isTrue();
        assertThat(isFresh("SELECT " + Freshness.sql("things", "people") + " AS fresh"))
                .as("one of two")
                .isFalse();

        stopFollowers();
        sql.update("UPDATE feed_cursor SET read_at = clock_timestamp() - make_interval(secs => 601)");
        assertThat(isFresh(fresh)).as("too old").isFalse();
        follow();
        eventually("fresh again", () -> isFresh(fresh));
    }

    private boolean isFresh(String statement) {
        return sql.first(statement, row -> row.flag("fresh"), (double)
                        Duration.ofMinutes(10).toSeconds())
                .orElseThrow();
    }
}
