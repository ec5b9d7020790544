package com.tasktracker.kit.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a service must be told to publish a feed and to follow others.
@ConfigMapping(prefix = "feeds")
public interface FeedsConfig {

    /// How old the last good read of a feed may be before what depends on it is answered with 503 (`10m`, `90s`);
    /// from 5 seconds to 24 hours. All services of one installation must have the same.
    @WithDefault("10m")
    Duration maxStaleness();

    /// How long a change waits to be in force everywhere before it is answered with 202; from 0 to 10 seconds.
    @WithDefault("2s")
    Duration inForceWait();

    /// The name under which this service follows feeds, such as `task-service`. Needed by a service that follows any.
    Optional<String> name();

    /// The secret that this service shows as a follower: the current one and, while it is being replaced, the
    /// previous one. The next is tried where one is refused. Needed by a service that follows any feed.
    Optional<List<String>> secret();

    /// By follower's name, the secrets that it may show: current and previous.
    Map<String, List<String>> followers();

    /// By feed's name, the base addresses of the replicas that serve it, as `http://localhost:8081`.
    Map<String, List<String>> sources();
}
