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
    private static final String PERSON = "person/";

    /// A follower drops an ended session a minute after its end, so the feed does not drop it sooner.
    private static final Duration KEPT_AFTER = Duration.ofMinutes(1);

    private final Changes changes;
    private final EmailHash emailHash;

    PeopleFeed(Changes changes, EmailHash emailHash) {
        this.changes = changes;
        this.emailHash = emailHash;
    }

    @Produces
    @Singleton
    static EmailHash emailHash(PeopleConfig config) {
        return new EmailHash(config.emailHashKey());
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
        if (email != null) {
            // For us alone: what is to be hashed anew when the key is exchanged.
            forTeams.put("email_hash_key", emailHash.keyId());
        }
        changes.publish(
                FeedEvent.of("person.changed", subject(person.id()), data).privately(TEAM_SERVICE, forTeams));
    }

    public void deleted(UUID id) {
        changes.publish(FeedEvent.tombstone("person.deleted", subject(id), Map.of("id", id)));
    }

    private static String subject(UUID person) {
        return PERSON + person;
    }

    /// Whom a subject of the feed is about.
    static UUID personOf(String subject) {
        return UUID.fromString(subject.substring(PERSON.length()));
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
