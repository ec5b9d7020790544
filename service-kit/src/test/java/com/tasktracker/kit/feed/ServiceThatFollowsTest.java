package com.tasktracker.kit.feed;

import static com.tasktracker.kit.testing.Eventually.eventually;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.StandInFeed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// A service that follows a feed, from its start on, against [StandInFeed].
@QuarkusTest
@TestProfile(FollowerOnlyProfile.class)
class ServiceThatFollowsTest {

    @Inject
    Sql sql;

    @Inject
    Changes changes;

    private List<String> names() {
        return sql.list("SELECT name FROM thing ORDER BY name", row -> row.text("name"));
    }

    private static boolean isReady() {
        return get("/q/health/ready").statusCode() == 200;
    }

    @Test
    void itIsReadyOnceItHasReadTheFeedAndUntilThatIsTooLongAgo() {
        get("/q/health/ready").then().statusCode(503).body("status", equalTo("DOWN"));
        String source = ConfigProvider.getConfig().getValue("feeds.sources.things", String.class);
        UUID id = UUID.randomUUID();

        try (StandInFeed feed = StandInFeed.startAt("things", URI.create(source).getPort())) {
            feed.put("thing.changed", "thing/" + id, Map.of("id", id, "name", "ada", "how_big", 3));
            feed.awaitAcknowledged();
            assertThat(names()).containsExactly("ada");
            get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.find { it.name == 'feeds' }.data.things", equalTo("current"));

            feed.delete("thing.deleted", "thing/" + id, Map.of("id", id));
            feed.awaitAcknowledged();
            assertThat(names()).isEmpty();

            feed.startNewEpoch();
            feed.put("thing.changed", "thing/" + id, Map.of("id", id, "name", "of a new epoch"));
            feed.awaitAcknowledged();
            assertThat(names()).containsExactly("of a new epoch");
        }

        assertThat(isReady()).as("the source may be down for a while").isTrue();
        sql.update("UPDATE feed_cursor SET read_at = read_at - make_interval(secs => 600)");
        get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'feeds' }.data.things", equalTo("stale"));
        try (StandInFeed feed = StandInFeed.startAt("things", URI.create(source).getPort())) {
            assertThat(feed.address()).isEqualTo(source);
            eventually("ready again", ServiceThatFollowsTest::isReady);
        }
    }

    @Test
    void itPublishesNothing() {
        get("/internal/feeds/things").then().statusCode(404);
        assertThatThrownBy(() ->
                        changes.run(() -> changes.publish(FeedEvent.of("thing.changed", "thing/1", Map.of("id", 1)))))
                .hasMessageContaining("FeedDefinition");
    }

    @Test
    void itsLagIsMeasured() {
        get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("feeds_follower_lag_events{"))
                .body(containsString("feeds_follower_lag_seconds{"))
                .body(containsString("feeds_follower_good_read_age_seconds{"))
                .body(containsString("feeds_follower_rebuilds_total{"))
                .body(containsString("feeds_follower_failures_total{"));
    }
}
