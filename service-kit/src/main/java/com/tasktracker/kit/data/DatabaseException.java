package com.tasktracker.kit.data;

import java.io.Serial;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// A statement failed. [#state()] is its SQLSTATE; [#constraint()] names the constraint that refused a row, so that a
/// feature can turn it into the answer of its contract.
public final class DatabaseException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /// The [SQLSTATE](https://www.postgresql.org/docs/18/errcodes-appendix.html), empty where the driver gives none.
    public String state() {
        return getCause() instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "";
    }

    /// True where the database could not be reached or had too much to do, so that a repeat may go through: no
    /// connection (class 08, 57P, 53), none free in time, a timeout of a statement or a lock (57014, 55P03).
    public boolean isTransient() {
        String state = state();
        return state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.equals("55P03")
                || state.startsWith("40");
    }

    public Optional<String> constraint() {
        return constraintOf(this);
    }

    /// The constraint that some cause of this failure names, also below what an ORM wraps around it.
    public static Optional<String> constraintOf(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof PSQLException e) {
                @Nullable ServerErrorMessage message = e.getServerErrorMessage();
                return Optional.ofNullable(message == null ? null : message.getConstraint());
            }
        }
        return Optional.empty();
    }
}
