package com.tasktracker.identity;

import com.tasktracker.kit.testing.Mailbox;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.StandInFeed;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the service has around it in its tests: a PostgreSQL of its own, the teams' feed, and its secrets.
public class Surroundings implements QuarkusTestResourceLifecycleManager {

    public static final String EMAIL_HASH_KEY = "a key of the tests for hashes of e-mails";
    /// The one that is being replaced.
    public static final String PREVIOUS_EMAIL_HASH_KEY = "the key of the tests before that one";

    public static final String FOLLOWER_SECRET = "the secret that a follower shows in tests";

    /// The one that task-service may still show.
    public static final String PREVIOUS_SECRET = "the secret before that one";

    private static @Nullable StandInFeed teams;
    private final PostgresResource postgres = new PostgresResource();

    /// The feed of teams, which the tests fill.
    public static synchronized StandInFeed teams() {
        if (teams == null) {
            teams = StandInFeed.start("teams");
        }
        return teams;
    }

    @Override
    public Map<String, String> start() {
        postgres.init(Map.of("schema", "identity"));
        Map<String, String> settings = new HashMap<>(postgres.start());
        settings.put("feeds.sources.teams", teams().address());
        settings.put("feeds.secret", FOLLOWER_SECRET);
        settings.put("feeds.followers.team-service", FOLLOWER_SECRET);
        settings.put("feeds.followers.task-service", FOLLOWER_SECRET + "," + PREVIOUS_SECRET);
        settings.put("identity.keys.encryption", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        settings.put("identity.people.email-hash-key", EMAIL_HASH_KEY + "," + PREVIOUS_EMAIL_HASH_KEY);
        // The least that Argon2 has a right to ask is still too much for thousands of logins in a test.
        settings.put("identity.passwords.memory", "1024");
        settings.put("identity.passwords.passes", "1");
        settings.putAll(new Mailbox().start());
        return settings;
    }

    @Override
    public void stop() {
        postgres.stop();
    }
}
