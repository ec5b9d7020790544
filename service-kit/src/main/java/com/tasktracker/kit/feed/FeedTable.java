package com.tasktracker.kit.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The publisher's tables. Each method is one statement.
@ApplicationScoped
class FeedTable {

    private static final String WRITE = """
            WITH n AS (UPDATE feed_head SET seq = seq + ? RETURNING seq)
            INSERT INTO feed AS f (subject, seq, type, time, data, private_data, expires_at)
            SELECT e.subject, n.seq - ? + e.ordinality, e.type, clock_timestamp(), e.data::jsonb, e.private_data::jsonb,
                   e.expires_at::timestamptz
              FROM n, unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                   WITH ORDINALITY AS e (subject, type, data, private_data, expires_at, ordinality)
            ON CONFLICT (subject) DO UPDATE
               SET seq = excluded.seq, type = excluded.type, time = excluded.time, data = excluded.data,
                   private_data = excluded.private_data, expires_at = excluded.expires_at
            RETURNING f.seq, f.time""";

    private static final String WRITTEN =
            "SELECT seq, clock_timestamp() AS now FROM feed WHERE subject = ANY(?) ORDER BY seq DESC LIMIT 1";

    /// The head and the rows are of one snapshot, so that nothing up to the head is missed.
    private static final String READ = """
            SELECT h.seq AS head, h.epoch, f.seq, f.type, f.subject, f.time, f.data::text AS data
              FROM feed_head h
              LEFT JOIN LATERAL (
                   SELECT seq, type, subject, time, data || coalesce(private_data -> ?::text, '{}') AS data
                     FROM feed WHERE seq > ? ORDER BY seq LIMIT ?) f ON true
             ORDER BY f.seq""";

    /// That it is lost when the database crashes does no harm: the follower is then thought to be further behind than
    /// it is, and asks again. So its commit need not wait for the disk.
    private static final String ACKNOWLEDGE = """
            WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
            UPDATE feed_follower f
               SET acknowledged = greatest(f.acknowledged, a.applied), seen_at = clock_timestamp(),
                   acknowledged_at = CASE WHEN a.applied > f.acknowledged OR a.applied >= h.seq
                                          THEN clock_timestamp() ELSE f.acknowledged_at END
              FROM unhurried, feed_head h, (VALUES (?::bigint)) AS a (applied)
             WHERE f.name = ? AND h.seq >= ? AND (?::uuid IS NULL OR h.epoch = ?::uuid)""";

    private static final String REGISTER = """
            INSERT INTO feed_follower AS f (name, acknowledged, seen_at)
            SELECT ?, ?, clock_timestamp()
              FROM feed_head h WHERE h.seq >= ? AND (?::uuid IS NULL OR h.epoch = ?::uuid)
            ON CONFLICT (name) DO UPDATE
               SET acknowledged = greatest(f.acknowledged, excluded.acknowledged), seen_at = excluded.seen_at""";

    private static final String FOLLOWERS = """
            SELECT name, acknowledged, seen_at, extract(epoch FROM clock_timestamp() - seen_at)::float8 AS unseen,
                   extract(epoch FROM clock_timestamp() - acknowledged_at)::float8 AS age
              FROM feed_follower""";

    private static final String PURGE = """
            DELETE FROM feed WHERE subject IN (
                   SELECT subject FROM feed WHERE expires_at < clock_timestamp() LIMIT 10000 FOR UPDATE SKIP LOCKED)""";

    private final Sql sql;
    private final ObjectMapper json;

    FeedTable(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /// Must be the last statement before the commit: from here on the feed's head is locked.
    Written write(List<FeedEvent> events) {
        long count = events.size();
        String[] subjects = events.stream().map(FeedEvent::subject).toArray(String[]::new);
        String[] types = events.stream().map(FeedEvent::type).toArray(String[]::new);
        String[] data = events.stream().map(e -> text(e.data())).toArray(String[]::new);
        @Nullable String[] privateData = new String[events.size()];
        @Nullable String[] expiries = new String[events.size()];
        for (int i = 0; i < events.size(); i++) {
            FeedEvent event = events.get(i);
            privateData[i] = event.privateData().isEmpty() ? null : text(event.privateData());
            @Nullable Instant expiry = event.expiresAt();
            expiries[i] = expiry == null ? null : expiry.toString();
        }
        return sql
                .list(
                        WRITE,
                        row -> new Written(row.bigNumber("seq"), row.time("time")),
                        count,
                        count,
                        subjects,
                        types,
                        data,
                        privateData,
                        expiries)
                .stream()
                .max((a, b) -> Long.compare(a.seq(), b.seq()))
                .orElseThrow(() -> new IllegalStateException("feed_head has no row"));
    }

    /// The greatest number of these subjects, as if it were written now; empty where none was published.
    Optional<Written> written(List<String> subjects) {
        return sql.first(WRITTEN, row -> new Written(row.bigNumber("seq"), row.time("now")), (Object)
                subjects.toArray(String[]::new));
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event's data is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    FeedRead.Batch<StoredEvent> read(String follower, long after, int limit) {
        record Line(UUID epoch, long head, @Nullable StoredEvent event) {}
        List<Line> lines = sql.list(
                READ, row -> new Line(row.id("epoch"), row.bigNumber("head"), event(row)), follower, after, limit);
        if (lines.isEmpty()) {
            throw new IllegalStateException("feed_head has no row");
        }
        Line first = lines.getFirst();
        List<StoredEvent> events = lines.stream()
                .map(Line::event)
                .flatMap(e -> Optional.ofNullable(e).stream())
                .toList();
        long next = events.size() < limit ? first.head() : events.getLast().seq();
        return new FeedRead.Batch<>(first.epoch(), first.head(), next, events);
    }

    private static @Nullable StoredEvent event(Row row) throws SQLException {
        @Nullable String subject = row.textOrNull("subject");
        return subject == null
                ? null
                : new StoredEvent(row.bigNumber("seq"), row.text("type"), subject, row.time("time"), row.text("data"));
    }

    /// Notes that the follower has asked and, unless it says otherwise, applied all up to its `lastEventId`. False,
    /// with nothing noted, when that is a place in another epoch or beyond the head.
    boolean acknowledge(FeedRead read) {
        long applied = read.acknowledges() ? read.lastEventId() : 0;
        return sql.update(ACKNOWLEDGE, applied, read.follower(), read.lastEventId(), read.epoch(), read.epoch()) > 0
                || sql.update(REGISTER, read.follower(), applied, read.lastEventId(), read.epoch(), read.epoch()) > 0;
    }

    long head() {
        return sql.first("SELECT seq FROM feed_head", row -> row.bigNumber("seq"))
                .orElseThrow(() -> new IllegalStateException("feed_head has no row"));
    }

    List<FollowerState> followers() {
        return sql.list(
                FOLLOWERS,
                row -> new FollowerState(
                        row.text("name"),
                        row.bigNumber("acknowledged"),
                        row.time("seen_at"),
                        seconds(row.decimal("unseen")),
                        seconds(row.decimal("age"))));
    }

    private static Duration seconds(double number) {
        return Duration.ofNanos((long) (number * 1e9));
    }

    /// Takes expired subjects off the feed and says how many they were.
    int purge() {
        return sql.update(PURGE);
    }
}
