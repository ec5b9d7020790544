package com.tasktracker.kit.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Makes the service of these tests a publisher.
@Alternative
@ApplicationScoped
public class ThingsFeed {

    @Produces
    @Singleton
    FeedDefinition things() {
        return new FeedDefinition("things", "/kit-test");
    }
}
