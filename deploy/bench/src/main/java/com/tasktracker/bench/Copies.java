package com.tasktracker.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Makes many tasks out of some, within the database of task-service: copies that differ in id, place, title and times,
/// and are found, counted and changed like any other task.
///
/// @param user the owner of the schema, who may have its statistics gathered
record Copies(String url, String user, String password) {
    private static final int BATCH = 200_000;

    /// The last digit of a place is none that would be left out, as `0` is: see `Position`.
    private static final String POSITION = "o.position || 'a' || lpad(n::text, 9, '0') || '1'";

    private static final String COUNT_IN_LISTS = """
            UPDATE board_list l SET task_count = c.tasks
            FROM (SELECT list_id, count(*) AS tasks FROM task WHERE deleted_at IS NULL GROUP BY list_id) c
            WHERE l.id = c.list_id""";

    /// What is dropped before many rows are added and made again after, each with the statement that makes it: an index
    /// is sorted once then, and foreign keys are checked by one join. An index that a key needs stays.
    private static final String DROPPED_MEANWHILE = """
            WITH target AS (SELECT unnest(ARRAY['task'::regclass, 'task_terms'::regclass]) AS id)
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS dropping,
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid)) AS making
            FROM pg_constraint c JOIN target ON target.id = conrelid WHERE contype = 'f'
            UNION ALL
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
            FROM pg_index JOIN target ON target.id = indrelid
            WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""";

    private record Dropped(String dropping, String making) {}

    /// Copies in whole rounds of all that is there, the copies of each round with its number behind their titles, and
    /// tells how many rounds there were: there are as many tasks then as wanted, and less than a round more.
    int raiseTo(long wanted) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            // What a service asks of its statements is no measure for this.
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET lock_timeout = 0");
            statement.execute("SET maintenance_work_mem = '1GB'");
            connection.setAutoCommit(false);
            List<Dropped> dropped = droppedMeanwhile(statement);
            for (Dropped part : dropped) {
                statement.execute(part.dropping);
            }
            // By their ids, since a later round must not copy the copies of those before.
            Array originals = originals(statement);
            int count = ((Object[]) originals.getArray()).length;
            int rounds = Math.toIntExact((wanted - 1) / count);
            int each = Math.max(1, BATCH / count);
            String copy = statement(columns(statement));
            for (int from = 1; from <= rounds; from += each) {
                copy(connection, copy, originals, from, Math.min(rounds, from + each - 1));
            }
            for (Dropped part : dropped) {
                statement.execute(part.making);
            }
            statement.execute(COUNT_IN_LISTS);
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("VACUUM (ANALYZE) task, task_terms, board_list");
            return rounds;
        }
    }

    private static List<Dropped> droppedMeanwhile(Statement statement) throws SQLException {
        List<Dropped> dropped = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(DROPPED_MEANWHILE)) {
            while (rows.next()) {
                dropped.add(new Dropped(rows.getString("dropping"), rows.getString("making")));
            }
        }
        return dropped;
    }

    private static Array originals(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT array_agg(id) FROM task")) {
            rows.next();
            return rows.getArray(1);
        }
    }

    private static String statement(List<String> columns) {
        StringJoiner values = new StringJoiner(", ");
        for (String column : columns) {
            values.add(
                    switch (column) {
                        case "id" -> "o.copy";
                        case "position" -> POSITION;
                        case "title", "title_key" -> "o." + column + " || ' ' || n";
                        case "created_at", "updated_at" -> "o." + column + " - make_interval(secs => n)";
                        default -> "o." + column;
                    });
        }
        // The title of a copy has a word more than its original's, and is found by it too.
        return """
                WITH source AS MATERIALIZED (
                    SELECT o.*, n, uuidv7(make_interval(secs => -n)) AS copy
                    FROM task o, generate_series(?::bigint, ?) n WHERE o.id = ANY (?)),
                copied AS (INSERT INTO task (%s) SELECT %s FROM source o)
                INSERT INTO task_terms (task_id, terms) SELECT o.copy, s.terms || array_to_tsvector(ARRAY['w' || n])
                FROM source o JOIN task_terms s ON s.task_id = o.id""".formatted(String.join(", ", columns), values);
    }

    private static void copy(Connection connection, String copy, Array originals, int from, int to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(copy)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            statement.setArray(3, originals);
            statement.executeUpdate();
        }
    }

    private static List<String> columns(Statement statement) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = 'task' AND is_generated = 'NEVER'
                ORDER BY ordinal_position""")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }
}
