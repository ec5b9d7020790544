package com.tasktracker.kit.feed;

import static com.tasktracker.kit.testing.Eventually.eventually;

import com.tasktracker.kit.data.Sql;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A publisher and any number of replicas of its follower, in one process and one schema, over HTTP.
abstract class FeedTestBase {

    @Inject
    Changes changes;

    @Inject
    FeedFollowers followers;

    @Inject
    FeedTable table;

    @Inject
    Sql sql;

    private final List<Follower> started = new ArrayList<>();

    @BeforeEach
    void startAfresh() {
        sql.update("UPDATE feed_head SET seq = 0, epoch = gen_random_uuid()");
        List.of("feed", "feed_follower", "feed_cursor", "thing", "friend", "pass", "thing_rebuild", "consequence")
                .forEach(table -> sql.update("DELETE FROM " + table));
    }

    @AfterEach
    void stopFollowers() {
        started.forEach(Follower::stop);
    }

    static String address() {
        return ConfigProvider.getConfig().getValue("test.url", String.class);
    }

    /// A follower that has read to the head.
    Follower follow() {
        return follow(new FollowedThings(sql, 1), address());
    }

    Follower follow(FollowedFeed feed, String... addresses) {
        Follower follower = followers.follower(feed, List.of(addresses), "first", List.of("first secret"));
        started(follower);
        eventually("the feed is followed", () -> follower.status().isSettled());
        return follower;
    }

    void started(Follower follower) {
        started.add(follower);
        follower.start();
    }

    static FeedEvent thing(UUID id, String name) {
        return FeedEvent.of("thing.changed", "thing/" + id, Map.of("id", id, "name", name, "how_big", name.length()));
    }

    static FeedEvent noThing(UUID id) {
        return FeedEvent.tombstone("thing.deleted", "thing/" + id, Map.of("id", id));
    }

    Committed<Boolean> publish(FeedEvent... events) {
        return changes.commit(() -> {
            List.of(events).forEach(changes::publish);
            return true;
        });
    }

    void publishWithoutWaiting(FeedEvent... events) {
        changes.commitWithoutWaiting(() -> {
            List.of(events).forEach(changes::publish);
            return true;
        });
    }

    /// The read model's things, name by id.
    Map<UUID, @Nullable String> things() {
        Map<UUID, @Nullable String> things = new HashMap<>();
        sql.list("SELECT id, name FROM thing", row -> {
            things.put(row.id("id"), row.textOrNull("name"));
            return true;
        });
        return things;
    }

    long consequence(String name) {
        return sql.first("SELECT count FROM consequence WHERE name = ?", row -> row.bigNumber("count"), name)
                .orElse(0L);
    }

    long cursor() {
        return sql.first("SELECT last_seq FROM feed_cursor", row -> row.bigNumber("last_seq"))
                .orElse(-1L);
    }

    void awaitHead() {
        eventually("the follower has reached the head", () -> cursor() == table.head());
    }
}
