package com.tasktracker.team;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.StandInFeed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What all tests of this service start from: the service with a real database and Redis, and people to act.
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "schema", value = "team"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(PeopleResource.class)
@QuarkusTestResource(MailSink.class)
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
        Map<String, Object> person = actor.person();
        person.put("email_hash", hash(email));
        people().put("person.changed", "person/" + actor.id(), person);
        people().awaitAcknowledged();
    }

    private static String hash(String email) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(PeopleResource.EMAIL_HASH_KEY.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(email.toLowerCase(Locale.ROOT).getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
