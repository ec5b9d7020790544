package com.tasktracker.task.people;

import com.tasktracker.kit.feed.CallerProjections;
import com.tasktracker.kit.feed.ColumnType;
import com.tasktracker.kit.feed.FeedEntry;
import com.tasktracker.kit.feed.FollowedFeed;
import com.tasktracker.kit.feed.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// What this service keeps of people, of ended sessions and of the keys that verify tokens.
@ApplicationScoped
class PeopleFeed implements FollowedFeed {

    private final Departures departures;
    private final Aftermath aftermath;

    PeopleFeed(Departures departures, Aftermath aftermath) {
        this.departures = departures;
        this.aftermath = aftermath;
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
                        .rememberingDeleted(),
                CallerProjections.endedSessions(),
                CallerProjections.signingKeys());
    }

    @Override
    public void beforeApply(List<FeedEntry> batch) {
        departures.notePeople(batch);
    }

    @Override
    public void beforeSwap() {
        departures.notePeopleReadAnew();
    }

    @Override
    public void atHead() {
        aftermath.atHead();
    }
}
