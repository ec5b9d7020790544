package com.tasktracker.task.people;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Admission;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way of every request to its data: one statement that settles session, staleness of the feeds, role and data.
///
/// A statement is the tail of [#WITH] and answers at least one row, since it selects from `gate g`, which is always
/// one, and joins what it loads to it: by `member.person_id = g.caller_id`, so that what is hidden is not found. It
/// selects [#COLUMNS] for the gate to judge.
@ApplicationScoped
public class Gate {

    public static final String COLUMNS = "g.session_ended, g.feeds_fresh";

    private static final String WITH =
            "WITH gate AS (SELECT CAST(? AS uuid) AS caller_id, " + Admission.columns("people", "teams") + ")";

    private final Sql sql;
    private final Admission admission;

    Gate(Sql sql, Admission admission) {
        this.sql = sql;
        this.admission = admission;
    }

    /// A whole statement.
    ///
    /// @param tail what stands behind the first common table expression: `, more AS (…) SELECT …` or ` SELECT …`
    public static String statement(String tail) {
        return WITH + tail;
    }

    /// Makes one value of a row, or `null` of a row that holds nothing but the gate.
    @FunctionalInterface
    public interface Mapper<T> {
        @Nullable
        T map(Row row) throws SQLException;
    }

    /// The rows that a statement finds, without those that stand for nothing found.
    public <T> List<T> list(Caller caller, String statement, Mapper<T> mapper, @Nullable Object... parameters) {
        List<T> found = new ArrayList<>();
        sql.list(
                statement,
                row -> {
                    admission.check(row);
                    T value = mapper.map(row);
                    if (value != null) {
                        found.add(value);
                    }
                    return Boolean.TRUE;
                },
                all(caller, parameters));
        return found;
    }

    public <T> Optional<T> first(Caller caller, String statement, Mapper<T> mapper, @Nullable Object... parameters) {
        return sql.first(
                        statement,
                        row -> {
                            admission.check(row);
                            return Optional.ofNullable(mapper.map(row));
                        },
                        all(caller, parameters))
                .flatMap(found -> found);
    }

    /// One page of what belongs to something. The statement answers the caller's role there as `caller_role` in every
    /// row, and `page_id` where the row holds one of the page. Refuses as 404 where there is no role.
    public <T> List<Pages.Placed<T>> page(
            Caller caller, String statement, Sql.RowMapper<T> mapper, @Nullable Object... parameters) {
        return list(
                caller,
                statement,
                row -> {
                    if (role(row) == null) {
                        throw Problem.notFound();
                    }
                    return row.idOrNull("page_id") == null
                            ? null
                            : Pages.row(mapper).map(row);
                },
                parameters);
    }

    /// How many rows a query finds, counted up to one more than is told exactly.
    ///
    /// @param query what stands behind `SELECT 1`, which may refer to `g`
    public int count(Caller caller, String query, @Nullable Object... parameters) {
        return first(caller, counting(query), row -> row.number("n"), parameters)
                .orElseThrow();
    }

    /// The statement of [#count].
    public static String counting(String query) {
        return statement(" SELECT " + COLUMNS + ", (SELECT count(*) FROM (SELECT 1 " + query + " LIMIT "
                + (Pages.EXACT_UP_TO + 1) + ") counted) AS n FROM gate g");
    }

    /// The caller's role in the team of what a row holds, from the column `caller_role`; `null` where it holds nothing.
    public static @Nullable Role role(Row row) throws SQLException {
        String role = row.textOrNull("caller_role");
        return role == null ? null : Role.of(role);
    }

    private @Nullable Object[] all(Caller caller, @Nullable Object[] rest) {
        List<@Nullable Object> all = new ArrayList<>(rest.length + 3);
        all.add(caller.id());
        all.add(caller.session());
        all.add(admission.staleness());
        all.addAll(Arrays.asList(rest));
        return all.toArray();
    }
}
