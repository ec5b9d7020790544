package com.tasktracker.team.team;

import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.feed.FeedDefinition;
import com.tasktracker.kit.feed.FeedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/// What the other services are told of teams and memberships. Called within the work of [Changes#commit].
@ApplicationScoped
class TeamsFeed {

    private static final String IDENTITY_SERVICE = "identity-service";

    private final Changes changes;

    TeamsFeed(Changes changes) {
        this.changes = changes;
    }

    @Produces
    @Singleton
    static FeedDefinition definition() {
        return new FeedDefinition("teams", "/team-service");
    }

    /// Who owns it is the identity service's alone to know, which keeps owners from closing their accounts.
    void changed(Team team) {
        changes.publish(FeedEvent.of("team.changed", subject(team.id()), Map.of("id", team.id(), "name", team.name()))
                .privately(IDENTITY_SERVICE, Map.of("owner_id", team.ownerId())));
    }

    /// Nothing is changed about a membership, but the answer relies on it: the others must know it by then.
    void relyOn(UUID team, UUID person) {
        changes.relyOn(subject(team));
        changes.relyOn(subject(team, person));
    }

    void deleted(Team team) {
        changes.publish(FeedEvent.tombstone("team.deleted", subject(team.id()), Map.of("id", team.id())));
    }

    void changed(Member member) {
        changes.publish(FeedEvent.of(
                "membership.changed",
                subject(member.teamId(), member.personId()),
                Map.of(
                        "team_id", member.teamId(),
                        "person_id", member.personId(),
                        "role", member.role().text(),
                        "membership_id", member.id())));
    }

    void ended(UUID team, UUID person) {
        changes.publish(FeedEvent.tombstone(
                "membership.deleted", subject(team, person), Map.of("team_id", team, "person_id", person)));
    }

    private static String subject(UUID team) {
        return "team/" + team;
    }

    private static String subject(UUID team, UUID person) {
        return "membership/" + team + "/" + person;
    }
}
