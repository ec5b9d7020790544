package com.tasktracker.kit.feed;

import com.tasktracker.kit.testing.Ports;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A service that publishes nothing and follows the feed `things`, whose source is not up when it starts.
public class FollowerOnlyProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tasktracker.schema", "feedtest",
                "quarkus.flyway.migrate-at-start", "false",
                "feeds.name", "kit-test",
                "feeds.secret", "kit secret",
                "feeds.max-staleness", "10m",
                "feeds.sources.things", "http://127.0.0.1:" + Ports.free());
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FollowedThingsBean.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(FeedDatabase.class, Map.of("schema", "feedtest"), true));
    }
}
