package com.tasktracker.identity.team;

import com.tasktracker.kit.feed.ColumnType;
import com.tasktracker.kit.feed.FollowedFeed;
import com.tasktracker.kit.feed.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// What this service keeps of teams: enough to say which teams a person is in, with whom they share one, and which they
/// own.
@ApplicationScoped
class TeamsFeed implements FollowedFeed {

    @Override
    public String feed() {
        return "teams";
    }

    @Override
    public int modelVersion() {
        return 1;
    }

    /// Accounts and sessions are served without it, so that the services can start in any order.
    @Override
    public boolean isNeededToServe() {
        return false;
    }

    @Override
    public List<Projection> projections() {
        return List.of(
                Projection.into("team")
                        .keptOn("team.changed")
                        .removedOn("team.deleted")
                        .key("id", ColumnType.UUID)
                        .column("name", ColumnType.TEXT)
                        .column("owner_id", ColumnType.UUID),
                Projection.into("member")
                        .keptOn("membership.changed")
                        .removedOn("membership.deleted")
                        .key("team_id", ColumnType.UUID)
                        .key("person_id", ColumnType.UUID)
                        .column("role", ColumnType.TEXT));
    }
}
