package com.tasktracker.task.testing;

import com.tasktracker.kit.testing.StandInFeed;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The feeds of people and teams, published by stand-ins: what tests say of people, teams and memberships reaches the
/// service as it does from the other services.
public class Feeds implements QuarkusTestResourceLifecycleManager {

    private static @Nullable StandInFeed people;
    private static @Nullable StandInFeed teams;

    @Override
    public Map<String, String> start() {
        people().put(
                        "key.published",
                        "key/" + TestTokens.KEY_ID,
                        Map.of("kid", TestTokens.KEY_ID, "jwk", TestTokens.publicJwk()));
        return Map.of(
                "feeds.sources.people", people().address(),
                "feeds.sources.teams", teams().address());
    }

    public static synchronized StandInFeed people() {
        if (people == null) {
            people = StandInFeed.start("people");
        }
        return people;
    }

    public static synchronized StandInFeed teams() {
        if (teams == null) {
            teams = StandInFeed.start("teams");
        }
        return teams;
    }

    public static void person(UUID id, String username) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("username", username);
        data.put("display_name", username + "'s name");
        data.put("avatar_url", null);
        people().put("person.changed", "person/" + id, data);
    }

    public static void endSession(UUID session, Instant until) {
        people().put("session.ended", "session/" + session, Map.of("sid", session, "until", until.toString()));
        people().awaitAcknowledged();
    }

    public static void team(UUID id, String name) {
        teams().put("team.changed", "team/" + id, Map.of("id", id, "name", name));
    }

    /// Gives somebody a role, under a membership of its own unless they have that role by the one named.
    public static void member(UUID team, UUID person, String role, UUID membership) {
        teams().put(
                        "membership.changed",
                        "membership/" + team + "/" + person,
                        Map.of("team_id", team, "person_id", person, "role", role, "membership_id", membership));
    }

    public static void removeMember(UUID team, UUID person) {
        teams().delete(
                        "membership.deleted",
                        "membership/" + team + "/" + person,
                        Map.of("team_id", team, "person_id", person));
    }

    /// Waits until the service has applied all that was said.
    public static void settle() {
        people().awaitAcknowledged();
        teams().awaitAcknowledged();
    }

    @Override
    public void stop() {
        // The stand-ins go on to the end of the tests: they stop with their JVM.
    }
}
