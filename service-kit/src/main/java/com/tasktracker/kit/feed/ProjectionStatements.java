package com.tasktracker.kit.feed;

import static java.util.stream.Collectors.joining;

import com.tasktracker.kit.feed.Projection.Column;
import java.util.List;
import java.util.function.Function;

/// The statements of one projection. Names come from the code of the service and are checked by [Projection].
final class ProjectionStatements {

    private final Projection projection;

    ProjectionStatements(Projection projection) {
        if (projection.keys().isEmpty()) {
            throw new IllegalArgumentException("the projection into " + projection.table() + " has no key");
        }
        this.projection = projection;
    }

    /// Puts the rows that its parameter, a JSON array of objects, holds.
    String put(String table) {
        return "INSERT INTO " + table + " AS t (" + names(projection.columns()) + ") SELECT "
                + list(projection.columns(), c -> "e." + c.member()) + " FROM jsonb_to_recordset(?::jsonb) AS e ("
                + typed(projection.columns()) + ")" + orUpdate();
    }

    /// Removes the rows whose keys its parameter, a JSON array of objects, holds.
    String remove(String table) {
        return "DELETE FROM " + table + " t USING jsonb_to_recordset(?::jsonb) AS e (" + typed(projection.keys())
                + ") WHERE " + matching("t", "e", Column::member);
    }

    /// Makes the table equal to its twin, in this order: removes, puts, empties the twin.
    List<String> swap() {
        String table = projection.table();
        String twin = projection.rebuildTable();
        return List.of(
                "DELETE FROM " + table + " t WHERE NOT EXISTS (SELECT 1 FROM " + twin + " r WHERE "
                        + matching("t", "r", Column::name) + ")",
                "INSERT INTO " + table + " AS t (" + names(projection.columns()) + ") SELECT "
                        + names(projection.columns()) + " FROM " + twin + orUpdate(),
                clear(twin));
    }

    String clear(String table) {
        return "DELETE FROM " + table;
    }

    /// Removes what has expired. Fails where the projection has no such column.
    String expire() {
        return "DELETE FROM " + projection.table() + " WHERE " + projection.expiryColumn()
                + " < clock_timestamp() - interval '1 minute'";
    }

    /// A row that is the same already is left as it is, so that reading anew does not rewrite the table.
    private String orUpdate() {
        String conflict = " ON CONFLICT (" + names(projection.keys()) + ") DO ";
        if (projection.values().isEmpty()) {
            return conflict + "NOTHING";
        }
        return conflict + "UPDATE SET " + list(projection.values(), c -> c.name() + " = excluded." + c.name())
                + " WHERE (" + list(projection.values(), c -> "t." + c.name()) + ") IS DISTINCT FROM ("
                + list(projection.values(), c -> "excluded." + c.name()) + ")";
    }

    private String matching(String left, String right, Function<Column, String> rightName) {
        return projection.keys().stream()
                .map(c -> left + "." + c.name() + " = " + right + "." + rightName.apply(c))
                .collect(joining(" AND "));
    }

    private static String names(List<Column> columns) {
        return list(columns, Column::name);
    }

    private static String typed(List<Column> columns) {
        return list(columns, c -> c.member() + " " + c.type().sql());
    }

    private static String list(List<Column> columns, Function<Column, String> text) {
        return columns.stream().map(text).collect(joining(", "));
    }
}
