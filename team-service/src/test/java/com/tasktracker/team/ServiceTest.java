package com.tasktracker.team;

import static com.tasktracker.kit.testing.Eventually.eventually;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.redis.Redis;
import com.tasktracker.kit.secret.EmailHash;
import com.tasktracker.kit.testing.Mailbox;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.StandInFeed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// What all tests of this service start from: the service with a real database and Redis, and people to act.
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "schema", value = "team"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(PeopleResource.class)
@QuarkusTestResource(Mailbox.class)
abstract class ServiceTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Inject
    Sql sql;

    @Inject
    Redis asked;

    /// Does something while Redis is away, and waits until it is asked again.
    void withoutRedis(Runnable work) {
        RedisResource.stopServer();
        try {
            work.run();
        } finally {
            RedisResource.startServer();
            eventually("Redis is asked again", () -> !asked.isAway());
        }
    }

    static StandInFeed people() {
        return PeopleResource.feed();
    }

    /// A new person whom the service knows.
    static Actor someone(String name) {
        return someone(name, Map.of());
    }

    /// A new person with more members than usual.
    static Actor someone(String name, Map<String, Object> more) {
        Actor actor = Actor.named(Ids.next(Clock.systemUTC()), name + NUMBER.incrementAndGet());
        Map<String, Object> person = actor.person();
        person.putAll(more);
        people().put("person.changed", "person/" + actor.id(), person);
        people().awaitAcknowledged();
        return actor;
    }

    /// A new person with a verified e-mail, which is the name of theirs at example.com.
    static Actor someoneWithMail(String name) {
        Actor actor = someone(name);
        verify(actor, mailOf(actor));
        return actor;
    }

    static String mailOf(Actor actor) {
        return actor.username() + "@example.com";
    }

    /// Makes that the verified e-mail of theirs.
    static void verify(Actor actor, String email) {
        verifyByHash(actor, new EmailHash(PeopleResource.EMAIL_HASH_KEY).of(email));
    }

    /// Makes that the hash of the verified e-mail of theirs.
    static void verifyByHash(Actor actor, String hash) {
        Map<String, Object> person = actor.person();
        person.put("email_hash", hash);
        people().put("person.changed", "person/" + actor.id(), person);
        people().awaitAcknowledged();
    }

    /// Who owns the team, as the identity service alone is told.
    Optional<UUID> toldOwner(UUID team) {
        return sql.first(
                "SELECT (private_data -> 'identity-service' ->> 'owner_id')::uuid AS owner FROM feed "
                        + "WHERE subject = ? AND data ->> 'owner_id' IS NULL",
                row -> row.id("owner"),
                "team/" + team);
    }
}
