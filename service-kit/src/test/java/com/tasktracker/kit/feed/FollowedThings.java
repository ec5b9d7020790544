package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.Sql;
import java.util.List;

/// The read model of these tests. What it is told it counts in the table `consequence`, in the applying transaction.
class FollowedThings implements FollowedFeed {

    private final Sql sql;
    private final int version;

    FollowedThings(Sql sql, int version) {
        this.sql = sql;
        this.version = version;
    }

    @Override
    public String feed() {
        return "things";
    }

    @Override
    public int modelVersion() {
        return version;
    }

    @Override
    public List<Projection> projections() {
        return List.of(
                Projection.into("thing")
                        .keptOn("thing.changed")
                        .removedOn("thing.deleted")
                        .key("id", ColumnType.UUID)
                        .column("name", ColumnType.TEXT)
                        .column("size", ColumnType.INTEGER, "how_big")
                        .column("secret", ColumnType.TEXT),
                Projection.into("friend")
                        .keptOn("friend.changed")
                        .removedOn("friend.deleted")
                        .key("id", ColumnType.UUID)
                        .column("name", ColumnType.TEXT)
                        .rememberingDeleted(),
                Projection.into("pass")
                        .keptOn("pass.ended")
                        .key("id", ColumnType.TEXT)
                        .column("until", ColumnType.TIMESTAMPTZ)
                        .expiringAt("until"));
    }

    @Override
    public void beforeApply(List<FeedEntry> batch) {
        count("applied", batch.size());
    }

    @Override
    public void atHead() {
        count("at head", 1);
    }

    private void count(String name, long more) {
        sql.update(
                "INSERT INTO consequence AS c VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET count = c.count + ?",
                name,
                more,
                more);
    }
}
