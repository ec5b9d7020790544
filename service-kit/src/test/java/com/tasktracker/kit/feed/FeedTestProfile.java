package com.tasktracker.kit.feed;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A service that publishes the feed `things` and has, in the same schema, the tables of a follower.
public class FeedTestProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("tasktracker.schema", "feedtest"),
                Map.entry("quarkus.datasource.jdbc.max-size", "8"),
                Map.entry("quarkus.datasource.jdbc.acquisition-timeout", "10s"),
                Map.entry("quarkus.flyway.migrate-at-start", "false"),
                Map.entry("feeds.followers.first", "first secret"),
                Map.entry("feeds.followers.second", "new secret,old secret"));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ThingsFeed.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(FeedDatabase.class, Map.of("schema", "feedtest"), true));
    }
}
