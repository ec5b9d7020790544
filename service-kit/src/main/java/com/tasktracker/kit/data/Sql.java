package com.tasktracker.kit.data;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Statements as they are, on the service's own pool: reads as flat records without a persistence context, and the
/// writes that no entity stands for.
///
/// Inside a transaction it uses that transaction's connection; outside, each call is one statement in autocommit that
/// holds a connection just as long as it runs. Parameters are bound by position, never joined into the text: `UUID`,
/// `String`, `Integer`, `Long`, `Boolean`, `Instant` (as `timestamptz`), `byte[]`, `String[]`, `UUID[]` and `null`.
/// A statement over 100 ms is logged with its text and without its values. Failures of the database are a
/// [DatabaseException].
@ApplicationScoped
public class Sql {

    private static final Logger SLOW = Logger.getLogger("com.tasktracker.sql.slow");
    private static final long SLOW_NANOS = 100_000_000;

    private final AgroalDataSource pool;

    Sql(AgroalDataSource pool) {
        this.pool = pool;
    }

    /// Makes one value of the row on which the result set stands.
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(Row row) throws SQLException;
    }

    public <T> List<T> list(String statement, RowMapper<T> mapper, @Nullable Object... parameters) {
        return run(statement, parameters, prepared -> {
            try (ResultSet results = prepared.executeQuery()) {
                List<T> rows = new ArrayList<>();
                Row row = new Row(results);
                while (results.next()) {
                    rows.add(mapper.map(row));
                }
                return rows;
            }
        });
    }

    /// The first row, or empty where there is none.
    public <T> Optional<T> first(String statement, RowMapper<T> mapper, @Nullable Object... parameters) {
        return run(statement, parameters, prepared -> {
            try (ResultSet results = prepared.executeQuery()) {
                return results.next() ? Optional.of(mapper.map(new Row(results))) : Optional.empty();
            }
        });
    }

    /// Runs a statement that answers no rows and says how many rows it changed.
    public int update(String statement, @Nullable Object... parameters) {
        return run(statement, parameters, PreparedStatement::executeUpdate);
    }

    /// Runs a statement that answers no rows once with each of these parameters, all of them in one round trip.
    public void updateEach(String statement, List<@Nullable Object[]> each) {
        try (Connection connection = pool.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (@Nullable Object[] parameters : each) {
                for (int i = 0; i < parameters.length; i++) {
                    bind(connection, prepared, i + 1, parameters[i]);
                }
                prepared.addBatch();
            }
            long start = System.nanoTime();
            try {
                prepared.executeBatch();
            } finally {
                logIfSlow(statement, System.nanoTime() - start);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /// Runs work within the running transaction whose statements may take longer than the pool's limits have it.
    public <T> T patiently(Duration limit, Supplier<T> work) {
        first(
                "SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)",
                row -> true,
                limit.toMillis() + "ms",
                limit.toMillis() + "ms");
        // The transaction's own connection, which it keeps when this handle is closed.
        try (Connection connection = pool.getConnection()) {
            int usual = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
            try {
                return work.get();
            } finally {
                connection.setNetworkTimeout(Runnable::run, usual);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @FunctionalInterface
    private interface Execution<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String statement, @Nullable Object[] parameters, Execution<T> execution) {
        try (Connection connection = pool.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                bind(connection, prepared, i + 1, parameters[i]);
            }
            long start = System.nanoTime();
            try {
                return execution.run(prepared);
            } finally {
                logIfSlow(statement, System.nanoTime() - start);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void bind(Connection connection, PreparedStatement prepared, int index, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> prepared.setNull(index, Types.NULL);
            case Instant instant -> prepared.setObject(index, instant.atOffset(ZoneOffset.UTC));
            case UUID[] ids -> prepared.setArray(index, connection.createArrayOf("uuid", ids));
            case String[] texts -> prepared.setArray(index, connection.createArrayOf("text", texts));
            case Enum<?> constant ->
                throw new IllegalArgumentException("an enum has no one form in the database: " + constant);
            default -> prepared.setObject(index, value);
        }
    }

    private static void logIfSlow(String statement, long nanos) {
        if (nanos > SLOW_NANOS) {
            SLOW.warnf("%d ms: %s", nanos / 1_000_000, statement.replaceAll("\\s+", " "));
        }
    }
}
