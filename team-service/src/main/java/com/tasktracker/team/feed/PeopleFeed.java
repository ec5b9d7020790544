package com.tasktracker.team.feed;

import com.tasktracker.kit.feed.CallerProjections;
import com.tasktracker.kit.feed.ColumnType;
import com.tasktracker.kit.feed.FeedEntry;
import com.tasktracker.kit.feed.FollowedFeed;
import com.tasktracker.kit.feed.Projection;
import com.tasktracker.team.people.People;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/// Keeps what this service knows of people, ended sessions and signing keys.
@ApplicationScoped
class PeopleFeed implements FollowedFeed {

    private static final String DELETED = "person.deleted";

    private final People people;
    private final Farewells farewells;

    PeopleFeed(People people, Farewells farewells) {
        this.people = people;
        this.farewells = farewells;
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
                        .removedOn(DELETED)
                        .key("id", ColumnType.UUID)
                        .column("username", ColumnType.TEXT)
                        .column("display_name", ColumnType.TEXT)
                        .column("avatar_url", ColumnType.TEXT)
                        .column("email_hash", ColumnType.TEXT)
                        .rememberingDeleted(),
                CallerProjections.endedSessions(),
                CallerProjections.signingKeys());
    }

    @Override
    public void beforeApply(List<FeedEntry> batch) {
        List<UUID> deleted = batch.stream()
                .filter(entry -> entry.type().equals(DELETED))
                .map(entry -> UUID.fromString(entry.data().path("id").textValue()))
                .toList();
        if (!deleted.isEmpty()) {
            people.keepAddresses(deleted);
        }
    }

    @Override
    public void beforeSwap() {
        people.keepAddressesByRebuild();
    }

    @Override
    public void atHead() {
        farewells.settleSome();
    }
}
