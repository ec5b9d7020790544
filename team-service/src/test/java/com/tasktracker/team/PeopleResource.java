package com.tasktracker.team;

import com.tasktracker.kit.testing.StandInFeed;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Stands in for the identity service: the tests' signing key is on its feed.
public class PeopleResource implements QuarkusTestResourceLifecycleManager {

    static final String EMAIL_HASH_KEY = "a key for hashes of e-mails that is used in tests alone";

    /// The one that is being replaced.
    static final String PREVIOUS_EMAIL_HASH_KEY = "the key for hashes of e-mails before that one";

    private static @Nullable StandInFeed feed;

    static StandInFeed feed() {
        return Objects.requireNonNull(feed);
    }

    @Override
    public Map<String, String> start() {
        if (feed == null) {
            feed = StandInFeed.start("people");
            feed.put(
                    "key.published",
                    "key/" + TestTokens.KEY_ID,
                    Map.of("kid", TestTokens.KEY_ID, "jwk", TestTokens.publicJwk()));
        }
        return Map.of(
                "feeds.sources.people", feed.address(),
                "SERVICE_SECRET", "a secret among services that is used in tests alone",
                "EMAIL_HASH_KEY", EMAIL_HASH_KEY + "," + PREVIOUS_EMAIL_HASH_KEY,
                "quarkus.http.test-port", "0",
                "quarkus.log.category.\"com.tasktracker.access\".level", "WARN");
    }

    @Override
    public void stop() {
        // It goes with the JVM of the tests.
    }
}
