package com.tasktracker.kit.feed;

import java.util.HashMap;
import java.util.Map;

/// A pool so small that whoever held a connection while waiting would be noticed.
public class SmallPoolProfile extends FeedTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("quarkus.datasource.jdbc.max-size", "2");
        settings.put("quarkus.datasource.jdbc.initial-size", "1");
        settings.put("quarkus.datasource.jdbc.min-size", "1");
        settings.put("quarkus.datasource.jdbc.acquisition-timeout", "1500ms");
        return settings;
    }
}
