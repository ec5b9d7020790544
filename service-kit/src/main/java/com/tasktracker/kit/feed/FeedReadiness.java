package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready while the feeds that this service follows have been read within the bound. After its start it gives itself
/// 5 seconds to read to their heads, so that it does not begin on what a process before it knew.
@Readiness
@ApplicationScoped
class FeedReadiness implements HealthCheck {

    private static final double START_SECONDS = 5;

    private final FeedFollowers followers;
    private final Freshness freshness;
    private final Sql sql;

    FeedReadiness(FeedFollowers followers, Freshness freshness, Sql sql) {
        this.followers = followers;
        this.freshness = freshness;
        this.sql = sql;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("feeds");
        boolean ready = true;
        for (Follower follower : followers.running()) {
            String state = state(follower);
            response.withData(follower.name(), state);
            ready &= state.equals("current") || !follower.isNeededToServe();
        }
        return response.status(ready).build();
    }

    private String state(Follower follower) {
        FollowerStatus status = follower.status();
        if (!status.isSettled() && status.secondsSinceStart() < START_SECONDS) {
            return "starting";
        }
        try {
            boolean fresh = sql.first(
                            "SELECT " + Freshness.sql(follower.name()) + " AS fresh",
                            row -> row.flag("fresh"),
                            freshness.seconds())
                    .orElse(false);
            return fresh ? "current" : "stale";
        } catch (DatabaseException e) {
            return "unknown";
        }
    }
}
