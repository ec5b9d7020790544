package com.tasktracker.team;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.StandInFeed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What all tests of this service start from: the service with a real database and Redis, and people to act.
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "schema", value = "team"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(PeopleResource.class)
abstract class ServiceTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Inject
    Sql sql;

    @Inject
    StatementCount statements;

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
}
