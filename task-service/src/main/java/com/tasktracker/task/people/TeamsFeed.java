package com.tasktracker.task.people;

import com.tasktracker.kit.feed.ColumnType;
import com.tasktracker.kit.feed.FeedEntry;
import com.tasktracker.kit.feed.FollowedFeed;
import com.tasktracker.kit.feed.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// What this service keeps of teams and their members.
@ApplicationScoped
class TeamsFeed implements FollowedFeed {

    private final Departures departures;
    private final Aftermath aftermath;

    TeamsFeed(Departures departures, Aftermath aftermath) {
        this.departures = departures;
        this.aftermath = aftermath;
    }

    @Override
    public String feed() {
        return "teams";
    }

    @Override
    public int modelVersion() {
        return 1;
    }

    @Override
    public List<Projection> projections() {
        return List.of(
                Projection.into("team")
                        .keptOn("team.changed")
                        .removedOn("team.deleted")
                        .key("id", ColumnType.UUID)
                        .column("name", ColumnType.TEXT),
                Projection.into("member")
                        .keptOn("membership.changed")
                        .removedOn("membership.deleted")
                        .key("team_id", ColumnType.UUID)
                        .key("person_id", ColumnType.UUID)
                        .column("role", ColumnType.TEXT)
                        .column("membership_id", ColumnType.UUID));
    }

    @Override
    public void beforeApply(List<FeedEntry> batch) {
        departures.noteTeams(batch);
    }

    @Override
    public void beforeSwap() {
        departures.noteTeamsReadAnew();
    }

    @Override
    public void atHead() {
        aftermath.atHead();
    }
}
