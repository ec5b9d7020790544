package com.tasktracker.team.feed;

import com.tasktracker.kit.feed.ColumnType;
import com.tasktracker.kit.feed.FollowedFeed;
import com.tasktracker.kit.feed.Projection;
import com.tasktracker.team.team.Departures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Keeps what this service knows of people, ended sessions and signing keys.
@ApplicationScoped
class PeopleFeed implements FollowedFeed {

    private final Departures departures;

    PeopleFeed(Departures departures) {
        this.departures = departures;
    }

    @Override
    public String feed() {
        return "people";
    }

    @Override
    public int modelVersion() {
        return 1;
    }

    @Override
    public List<Projection> projections() {
        return List.of(
                Projection.into("person")
                        .keptOn("person.changed")
                        .removedOn("person.deleted")
                        .key("id", ColumnType.UUID)
                        .column("username", ColumnType.TEXT)
                        .column("display_name", ColumnType.TEXT)
                        .column("avatar_url", ColumnType.TEXT)
                        .column("email_hash", ColumnType.TEXT)
                        .rememberingDeleted(),
                Projection.into("ended_session")
                        .keptOn("session.ended")
                        .key("sid", ColumnType.UUID)
                        .column("until", ColumnType.TIMESTAMPTZ)
                        .expiringAt("until"),
                Projection.into("signing_key")
                        .keptOn("key.published")
                        .removedOn("key.deleted")
                        .key("kid", ColumnType.TEXT)
                        .column("jwk", ColumnType.TEXT));
    }

    @Override
    public void atHead() {
        departures.settle();
    }
}
