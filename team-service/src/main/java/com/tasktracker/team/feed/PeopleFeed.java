package com.tasktracker.team.feed;

import com.tasktracker.kit.feed.ColumnType;
import com.tasktracker.kit.feed.FeedEntry;
import com.tasktracker.kit.feed.FollowedFeed;
import com.tasktracker.kit.feed.Projection;
import com.tasktracker.team.invitation.Invitations;
import com.tasktracker.team.people.People;
import com.tasktracker.team.team.Departures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/// Keeps what this service knows of people, ended sessions and signing keys.
@ApplicationScoped
class PeopleFeed implements FollowedFeed {

    private static final String DELETED = "person.deleted";

    private final People people;
    private final Departures departures;
    private final Invitations invitations;

    PeopleFeed(People people, Departures departures, Invitations invitations) {
        this.people = people;
        this.departures = departures;
        this.invitations = invitations;
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
        List<UUID> gone = people.departing();
        if (!gone.isEmpty()) {
            departures.settle(gone);
            invitations.forget(gone);
            people.departed(gone);
        }
    }
}
