package com.tasktracker.kit.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How the events of one kind of subject become rows of one table: a row for each subject that exists.
///
///     Projection.into("person")
///             .keptOn("person.changed")
///             .removedOn("person.deleted")
///             .key("id", ColumnType.UUID)
///             .column("username", ColumnType.TEXT)
///             .column("display_name", ColumnType.TEXT)
///             .rememberingDeleted();
///
/// A column takes the member of the event's `data` that has its name, or the one that is named; `null` where there is
/// none. The key's members stand in tombstones too. Other columns of the table are left alone. The table has no unique
/// constraint besides its key and no foreign key: a batch holds each subject's last state, not every step to it.
public final class Projection {

    /// The column that [#rememberingDeleted()] keeps.
    static final String DELETED_COLUMN = "deleted";

    record Column(String name, ColumnType type, String member, boolean isKey) {}

    private final String table;
    private final Set<String> keeping;
    private final Set<String> removing;
    private final List<Column> columns;
    private final boolean remembersDeleted;
    private final @Nullable String expiryColumn;

    private Projection(
            String table,
            Set<String> keeping,
            Set<String> removing,
            List<Column> columns,
            boolean remembersDeleted,
            @Nullable String expiryColumn) {
        this.table = table;
        this.keeping = keeping;
        this.removing = removing;
        this.columns = columns;
        this.remembersDeleted = remembersDeleted;
        this.expiryColumn = expiryColumn;
    }

    public static Projection into(String table) {
        return new Projection(identifier(table), Set.of(), Set.of(), List.of(), false, null);
    }

    /// The type of events that put the subject's row.
    public Projection keptOn(String type) {
        return new Projection(table, with(keeping, type), removing, columns, remembersDeleted, expiryColumn);
    }

    /// The type of events that remove the subject's row.
    public Projection removedOn(String type) {
        return new Projection(table, keeping, with(removing, type), columns, remembersDeleted, expiryColumn);
    }

    /// A column of the primary key, named as its member.
    public Projection key(String column, ColumnType type) {
        return key(column, type, column);
    }

    public Projection key(String column, ColumnType type, String member) {
        return with(new Column(identifier(column), type, identifier(member), true));
    }

    public Projection column(String column, ColumnType type) {
        return column(column, type, column);
    }

    public Projection column(String column, ColumnType type, String member) {
        return with(new Column(identifier(column), type, identifier(member), false));
    }

    /// Keeps a row for what was deleted: `deleted` (boolean, not null) is then true, all other columns but the key are
    /// null, so they must be nullable.
    public Projection rememberingDeleted() {
        return new Projection(table, keeping, removing, columns, true, expiryColumn)
                .column(DELETED_COLUMN, ColumnType.BOOLEAN);
    }

    /// Removes rows a minute after the time in this column, without waiting for an event.
    public Projection expiringAt(String column) {
        return new Projection(table, keeping, removing, columns, remembersDeleted, identifier(column));
    }

    String table() {
        return table;
    }

    String rebuildTable() {
        return table + "_rebuild";
    }

    boolean keepsOn(String type) {
        return keeping.contains(type);
    }

    boolean removesOn(String type) {
        return removing.contains(type);
    }

    List<Column> columns() {
        return columns;
    }

    List<Column> keys() {
        return columns.stream().filter(Column::isKey).toList();
    }

    List<Column> values() {
        return columns.stream().filter(c -> !c.isKey()).toList();
    }

    boolean remembersDeleted() {
        return remembersDeleted;
    }

    @Nullable
    String expiryColumn() {
        return expiryColumn;
    }

    private Projection with(Column column) {
        List<Column> all = new ArrayList<>(columns);
        all.add(column);
        return new Projection(table, keeping, removing, List.copyOf(all), remembersDeleted, expiryColumn);
    }

    private static Set<String> with(Set<String> types, String type) {
        Set<String> all = new TreeSet<>(types);
        all.add(type);
        return all;
    }

    private static String identifier(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,49}")) {
            throw new IllegalArgumentException("a name is up to 50 of a-z, 0-9 and _: " + name);
        }
        return name;
    }
}
