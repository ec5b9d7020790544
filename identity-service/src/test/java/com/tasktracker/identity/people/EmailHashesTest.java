package com.tasktracker.identity.people;

import static com.tasktracker.identity.Races.atOnce;
import static com.tasktracker.kit.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Changes;
import com.tasktracker.kit.secret.EmailHash;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of published hashes when `EMAIL_HASH_KEY` is exchanged.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class EmailHashesTest {

    private static final EmailHash PREVIOUS = new EmailHash(Surroundings.PREVIOUS_EMAIL_HASH_KEY);
    private static final EmailHash CURRENT = new EmailHash(Surroundings.EMAIL_HASH_KEY);

    private static final String PUBLISH = """
            WITH numbered AS (
                     SELECT u.id, u.email, row_number() OVER () AS place, count(*) OVER () AS number
                       FROM users u WHERE u.username LIKE ?),
                 head AS (UPDATE feed_head SET seq = seq + (SELECT count(*) FROM numbered) RETURNING seq)
            INSERT INTO feed (subject, seq, type, time, data, private_data)
            SELECT 'person/' || n.id, head.seq - n.number + n.place, 'person.changed', now(), '{}',
                   jsonb_build_object('team-service', jsonb_strip_nulls(jsonb_build_object(
                       'email_hash', 'the old hash of ' || n.email, 'email_hash_key', CAST(? AS text))))
              FROM numbered n, head""";

    @Inject
    EmailHashes hashes;

    @Inject
    PeopleFeed feed;

    @Inject
    Changes changes;

    @Inject
    Sql sql;

    /// People whose hashes are of that key, or of one that nobody noted.
    private String people(int number, @Nullable String keyId) {
        String name = "r" + UUID.randomUUID().toString().substring(0, 8);
        sql.update("""
                INSERT INTO users (id, username, email, email_verified, password_hash, created_at, updated_at)
                SELECT gen_random_uuid(), ? || n, ? || n || '@example.com', true, 'none', now(), now()
                  FROM generate_series(1, ?) AS n""", name, name, number);
        sql.update("""
                INSERT INTO user_profile (user_id, display_name, avatar_url)
                SELECT id, 'The ' || username, 'https://example.com/' || username FROM users
                 WHERE username LIKE ?""", name + "%");
        sql.update(PUBLISH, name + "%", keyId);
        return name;
    }

    private record Told(UUID id, String username, String email, String data, String forTeams) {}

    private List<Told> told(String name) {
        return sql.list(
                """
                SELECT u.id, u.username, u.email, f.data::text AS data, f.private_data::text AS for_teams
                  FROM users u JOIN feed f ON f.subject = 'person/' || u.id WHERE u.username LIKE ?""",
                row -> new Told(
                        row.id("id"), row.text("username"), row.text("email"), row.text("data"), row.text("for_teams")),
                name + "%");
    }

    private boolean isOfTheCurrentKey(Told told) {
        return told.forTeams().contains(CURRENT.of(told.email()))
                && told.forTeams().contains(CURRENT.keyId());
    }

    private long head() {
        return sql.first("SELECT seq FROM feed_head", row -> row.bigNumber("seq"))
                .orElseThrow();
    }

    @Test
    void everybodyIsPublishedOnceByManyReplicas() throws Exception {
        String unnoted = people(250, null);
        String noted = people(250, PREVIOUS.keyId());
        String current = people(3, CURRENT.keyId());
        long before = head();
        List<Callable<Boolean>> replicas = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replicas.add(() -> {
                hashes.renew();
                return true;
            });
        }
        atOnce(replicas);
        eventually("all are published", () -> {
            hashes.renew();
            return told(unnoted).stream().allMatch(this::isOfTheCurrentKey)
                    && told(noted).stream().allMatch(this::isOfTheCurrentKey);
        });
        assertThat(head() - before).isEqualTo(500);
        assertThat(told(current)).noneMatch(this::isOfTheCurrentKey);
        Told one = told(noted).getFirst();
        assertThat(one.data())
                .contains(
                        one.id().toString(),
                        one.username(),
                        "The " + one.username(),
                        "https://example.com/" + one.username())
                .doesNotContain("@");
        hashes.renew();
        assertThat(head() - before).isEqualTo(500);
    }

    @Test
    void whoIsBeingChangedIsLeftToThatChange() {
        String name = people(2, PREVIOUS.keyId());
        UUID first = told(name).getFirst().id();
        QuarkusTransaction.requiringNew().run(() -> {
            sql.first("SELECT id FROM users WHERE id = ? FOR UPDATE", row -> row.id("id"), first);
            renewElsewhere();
        });
        assertThat(told(name))
                .filteredOn(this::isOfTheCurrentKey)
                .hasSize(1)
                .noneMatch(each -> each.id().equals(first));
        hashes.renew();
        assertThat(told(name)).allMatch(this::isOfTheCurrentKey);
    }

    private void renewElsewhere() {
        try {
            Thread.ofVirtual().start(hashes::renew).join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReplicaThatHasThePreviousKeyAloneTakesNothingBack() {
        String name = people(2, CURRENT.keyId());
        long before = head();
        new EmailHashes(PREVIOUS, feed, changes, sql).renew();
        assertThat(head()).isEqualTo(before);
        assertThat(told(name)).hasSize(2);
    }
}
