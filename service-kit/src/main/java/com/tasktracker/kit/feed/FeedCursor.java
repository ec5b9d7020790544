package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The row that says how far this service, all its replicas together, has applied a feed.
final class FeedCursor {

    /// @param epoch `null` before the feed was first read
    /// @param readAt when the last read was sent that reached the head, `null` before
    /// @param now the database's clock when this was looked up: no later than a read that is sent with it
    record Position(
            @Nullable UUID epoch,
            long seq,
            int modelVersion,
            @Nullable Instant readAt,
            Instant now,
            @Nullable UUID rebuildBy) {}

    private static final String COLUMNS =
            "epoch, last_seq, model_version, read_at, rebuild_by, clock_timestamp() AS now";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM feed_cursor WHERE feed = ?";

    private static final String ADVANCE = "UPDATE feed_cursor SET last_seq = ?, read_at = greatest(read_at, ?) "
            + "WHERE feed = ? RETURNING " + COLUMNS;

    /// Losing it in a crash of the database makes the model look older than it is, so the commit need not wait.
    private static final String CONFIRM =
            "WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)) "
                    + "UPDATE feed_cursor c SET read_at = greatest(c.read_at, ?) FROM unhurried "
                    + "WHERE c.feed = ? AND c.epoch = ? AND c.model_version = ? AND c.last_seq >= ? RETURNING "
                    + COLUMNS;

    private static final String LEASE = "UPDATE feed_cursor SET rebuild_by = ?, rebuild_at = clock_timestamp() "
            + "WHERE feed = ? AND (rebuild_by IS NULL OR rebuild_by = ? "
            + "OR rebuild_at < clock_timestamp() - interval '15 seconds')";

    private static final String REPLACE = "UPDATE feed_cursor SET epoch = ?, last_seq = ?, model_version = ?, "
            + "read_at = ?, rebuild_by = NULL, rebuild_at = NULL WHERE feed = ? RETURNING " + COLUMNS;

    private final String feed;
    private final Sql sql;

    FeedCursor(String feed, Sql sql) {
        this.feed = feed;
        this.sql = sql;
    }

    Position load() {
        return sql.first(SELECT, FeedCursor::position, feed).orElseGet(this::create);
    }

    private Position create() {
        sql.update("INSERT INTO feed_cursor (feed) VALUES (?) ON CONFLICT DO NOTHING", feed);
        return only(sql.first(SELECT, FeedCursor::position, feed));
    }

    /// Locks the row until the transaction ends, so that one replica at a time applies.
    Position lock() {
        return only(sql.first(SELECT + " FOR UPDATE", FeedCursor::position, feed));
    }

    /// @param readAt when the read was sent, if it reached the head
    Position advance(long seq, @Nullable Instant readAt) {
        return only(sql.first(ADVANCE, FeedCursor::position, seq, readAt, feed));
    }

    /// Notes a read that found nothing new; empty when the cursor is no longer where it was read from.
    Optional<Position> confirm(Position from, Instant readAt) {
        return sql.first(CONFIRM, FeedCursor::position, readAt, feed, from.epoch(), from.modelVersion(), from.seq());
    }

    /// Takes, or keeps, the right to read the feed anew; false while another process has it.
    boolean lease(UUID process) {
        return sql.update(LEASE, process, feed, process) > 0;
    }

    Position replace(UUID epoch, long seq, int modelVersion, Instant readAt) {
        return only(sql.first(REPLACE, FeedCursor::position, epoch, seq, modelVersion, readAt, feed));
    }

    private Position only(Optional<Position> position) {
        return position.orElseThrow(() -> new IllegalStateException("feed_cursor has no row for " + feed));
    }

    private static Position position(Row row) throws SQLException {
        return new Position(
                row.idOrNull("epoch"),
                row.bigNumber("last_seq"),
                row.number("model_version"),
                row.timeOrNull("read_at"),
                row.time("now"),
                row.idOrNull("rebuild_by"));
    }
}
