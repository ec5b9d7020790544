package com.tasktracker.task.people;

import com.tasktracker.kit.feed.ColumnType;
import com.tasktracker.kit.feed.FollowedFeed;
import com.tasktracker.kit.feed.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// What this service keeps of people, of ended sessions and of the keys that verify tokens.
@ApplicationScoped
class PeopleFeed implements FollowedFeed {

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
}
