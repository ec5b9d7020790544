package com.tasktracker.kit.feed;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;

/// What every request of a service that follows feeds must know of its caller besides the token: that the session has
/// not ended, and that what the service holds of others is recent enough to judge by.
///
/// It is asked in the statement that fetches the request's data, on the primary, never from memory, so that a session
/// that was ended is ended on every replica at once:
///
///     sql.first("SELECT " + Admission.columns("people", "teams") + ", t.title FROM (VALUES (1)) AS once LEFT JOIN …",
///             row -> { admission.check(row); … }, caller.session(), admission.staleness(), …)
@ApplicationScoped
public class Admission {

    private static final int RETRY_SECONDS = 5;

    private final Sql sql;
    private final Freshness freshness;

    Admission(Sql sql, Freshness freshness) {
        this.sql = sql;
        this.freshness = freshness;
    }

    /// Two columns for a `SELECT`, with two parameters: the caller's session and [#staleness()].
    public static String columns(String... feeds) {
        return "EXISTS (SELECT FROM ended_session AS ended WHERE ended.sid = ?) AS session_ended, "
                + Freshness.sql(feeds) + " AS feeds_fresh";
    }

    /// The bound on staleness in seconds, as [#columns] takes it.
    public double staleness() {
        return freshness.seconds();
    }

    /// Judges the columns: 401 `session-ended`, or 503 where the feeds are too old.
    public void check(Row row) throws SQLException {
        judge(row.flag("session_ended"), row.flag("feeds_fresh"));
    }

    /// The same as one statement of its own, for requests whose data are not asked for in one.
    public void check(Caller caller, String... feeds) {
        List<Boolean> answer = sql.first(
                        "SELECT " + columns(feeds),
                        row -> List.of(row.flag("session_ended"), row.flag("feeds_fresh")),
                        caller.session(),
                        staleness())
                .orElseThrow();
        judge(answer.getFirst(), answer.getLast());
    }

    private static void judge(boolean hasEnded, boolean isFresh) {
        if (hasEnded) {
            throw Problem.sessionEnded();
        }
        if (!isFresh) {
            throw Problem.unavailable(
                    "This service has not heard from the others for too long to judge rights.", RETRY_SECONDS);
        }
    }
}
