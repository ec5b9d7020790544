package com.tasktracker.kit.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.data.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables that a followed feed fills: one statement a table for the rows to put and one for those to remove,
/// however many events a batch has.
final class ReadModel {

    private record Part(Projection projection, ProjectionStatements statements) {}

    private final List<Part> parts;
    private final Sql sql;

    ReadModel(List<Projection> projections, Sql sql) {
        this.parts = projections.stream()
                .map(p -> new Part(p, new ProjectionStatements(p)))
                .toList();
        this.sql = sql;
    }

    void apply(List<FeedEntry> entries) {
        parts.forEach(part -> apply(part, part.projection().table(), entries));
    }

    void applyToTwins(List<FeedEntry> entries) {
        parts.forEach(part -> apply(part, part.projection().rebuildTable(), entries));
    }

    private void apply(Part part, String table, List<FeedEntry> entries) {
        Projection projection = part.projection();
        // Of several events about one row the last alone counts, so the two statements cannot get into each other's
        // way.
        Map<List<String>, FeedEntry> lastByKey = new LinkedHashMap<>();
        for (FeedEntry entry : entries) {
            if (projection.keepsOn(entry.type()) || projection.removesOn(entry.type())) {
                lastByKey.put(keyOf(projection, entry), entry);
            }
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        ArrayNode removed = JsonNodeFactory.instance.arrayNode();
        for (FeedEntry entry : lastByKey.values()) {
            boolean removes = projection.removesOn(entry.type());
            (removes && !projection.remembersDeleted() ? removed : kept).add(members(projection, entry, removes));
        }
        if (!kept.isEmpty()) {
            sql.update(part.statements().put(table), kept.toString());
        }
        if (!removed.isEmpty()) {
            sql.update(part.statements().remove(table), removed.toString());
        }
    }

    private static List<String> keyOf(Projection projection, FeedEntry entry) {
        List<String> key = new ArrayList<>();
        for (Projection.Column column : projection.keys()) {
            JsonNode value = entry.data().path(column.member());
            if (!value.isValueNode() || value.isNull()) {
                throw new IllegalArgumentException(
                        "event " + entry.seq() + " (" + entry.type() + ") lacks its key " + column.member());
            }
            key.add(value.asText());
        }
        return key;
    }

    private static ObjectNode members(Projection projection, FeedEntry entry, boolean removes) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (Projection.Column column : removes ? projection.keys() : projection.columns()) {
            members.set(column.member(), entry.data().get(column.member()));
        }
        if (projection.remembersDeleted()) {
            members.put(Projection.DELETED_COLUMN, removes);
        }
        return members;
    }

    void clearTwins() {
        parts.forEach(
                part -> sql.update(part.statements().clear(part.projection().rebuildTable())));
    }

    /// Makes the tables what their twins hold.
    void swap() {
        parts.forEach(part -> part.statements().swap().forEach(sql::update));
    }

    void expire() {
        for (Part part : parts) {
            if (part.projection().expiryColumn() != null) {
                sql.update(part.statements().expire());
            }
        }
    }
}
