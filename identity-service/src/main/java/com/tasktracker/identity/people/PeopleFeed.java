package com.tasktracker.identity.people;

import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.feed.FeedDefinition;
import com.tasktracker.kit.feed.FeedEvent;
import com.tasktracker.kit.secret.EmailHash;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the other services are told: who there is, whose session has ended, and (by the signing keys) which keys there
/// are. All of it within the work of [Changes#commit].
@ApplicationScoped
public class PeopleFeed {

    private static final String TEAM_SERVICE = "team-service";

    /// A follower drops an ended session a minute after its end, so the feed does not drop it sooner.
    private static final Duration KEPT_AFTER = Duration.ofMinutes(1);

    private final Changes changes;
    private final EmailHash emailHash;

    PeopleFeed(Changes changes, PeopleConfig config) {
        this.changes = changes;
        this.emailHash = new EmailHash(config.emailHashKey());
    }

    @Produces
    @Singleton
    static FeedDefinition definition() {
        return new FeedDefinition("people", "/identity-service");
    }

    /// A person as others may know them.
    ///
    /// @param verifiedEmail told to the team service alone, as a keyed hash; `null` while it is not verified
    public record Person(
            UUID id,
            String username,
            String displayName,
            @Nullable String avatarUrl,
            @Nullable String verifiedEmail) {}

    public void changed(Person person) {
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("id", person.id());
        data.put("username", person.username());
        data.put("display_name", person.displayName());
        data.put("avatar_url", person.avatarUrl());
        Map<String, @Nullable Object> forTeams = new HashMap<>();
        @Nullable String email = person.verifiedEmail();
        forTeams.put("email_hash", email == null ? null : emailHash.of(email));
        changes.publish(
                FeedEvent.of("person.changed", "person/" + person.id(), data).privately(TEAM_SERVICE, forTeams));
    }

    public void deleted(UUID id) {
        changes.publish(FeedEvent.tombstone("person.deleted", "person/" + id, Map.of("id", id)));
    }

    /// Nobody accepts an access token of the session from now on.
    ///
    /// @param until when the last access token of the session has expired for everybody
    public void sessionEnded(UUID session, Instant until) {
        changes.publish(
                FeedEvent.of("session.ended", "session/" + session, Map.of("sid", session, "until", until.toString()))
                        .expiringAt(until.plus(KEPT_AFTER)));
    }
}
