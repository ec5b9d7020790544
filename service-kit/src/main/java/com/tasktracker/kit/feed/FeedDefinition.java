package com.tasktracker.kit.feed;

/// The feed that a service publishes: a bean of this type makes it a publisher. A service has one feed.
///
/// @param name the last part of its address `/internal/feeds/{name}`: small letters, digits and dashes
/// @param source the CloudEvents `source` of its events, a URI reference such as `/identity-service`
public record FeedDefinition(String name, String source) {

    public FeedDefinition {
        if (!name.matches("[a-z][a-z0-9-]{0,49}")) {
            throw new IllegalArgumentException("a feed's name is up to 50 of a-z, 0-9 and -: " + name);
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException("a feed's source is not blank");
        }
    }
}
