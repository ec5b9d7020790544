package com.tasktracker.kit.feed;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;

/// Whether what a service knows by its feeds is recent enough to be served.
///
/// A request asks in the statement that loads its data, so that no statement is added:
///
///     static final String FIND = "SELECT " + Freshness.sql("people", "teams") + " AS fresh, … FROM …";
///     sql.first(FIND, row -> row.flag("fresh"), freshness.seconds(), …);
///
/// Where it is false, what depends on the feeds is answered with 503.
@ApplicationScoped
public class Freshness {

    private final FeedsConfig config;

    Freshness(FeedsConfig config) {
        this.config = config;
    }

    /// A boolean expression, never null, with one parameter: [#seconds()]. True when the last good read of each of
    /// the feeds was sent within the bound, by the database's clock.
    public static String sql(String... feeds) {
        String names = Arrays.stream(feeds)
                .map(feed -> "'" + new FeedDefinition(feed, "/").name() + "'")
                .distinct()
                .collect(joining(", "));
        return "(SELECT count(*) = " + Arrays.stream(feeds).distinct().count() + " FROM feed_cursor WHERE feed IN ("
                + names + ") AND read_at > clock_timestamp() - make_interval(secs => ?))";
    }

    /// The bound, `feeds.max-staleness`, in seconds.
    public double seconds() {
        return config.maxStaleness().toMillis() / 1000.0;
    }
}
