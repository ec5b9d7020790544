package com.tasktracker.team.team;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of the API: what is selected from where, narrowed by whatever filters were sent. One statement a page, one
/// more where a count was asked for.
public final class Listing {

    private final String columns;
    private final StringBuilder from;
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /// @param from the tables and the condition that always holds: `FROM … WHERE …`
    public Listing(String columns, String from, @Nullable Object... parameters) {
        this.columns = columns;
        this.from = new StringBuilder(from);
        this.parameters.addAll(Arrays.asList(parameters));
    }

    /// Narrows it by a condition, which never holds anything that a client sent, but in its parameters.
    public void where(String condition, @Nullable Object... values) {
        from.append(" AND ").append(condition);
        parameters.addAll(Arrays.asList(values));
    }

    /// The page that is asked for.
    ///
    /// @param id the column that breaks ties
    public <T> Page<T> page(PageRequest page, String id, Pages pages, Sql sql, Sql.RowMapper<T> mapper) {
        Pages.Tail tail = Pages.tail(page, id);
        List<@Nullable Object> values = new ArrayList<>(parameters);
        values.addAll(tail.parameters());
        List<Pages.Placed<T>> rows = sql.list(
                "SELECT " + columns + ", " + Pages.columns(page, id) + " " + from + tail.statement(),
                Pages.row(mapper),
                values.toArray());
        return pages.page(page, rows, page.includesCount() ? count(sql) : null);
    }

    private int count(Sql sql) {
        List<@Nullable Object> values = new ArrayList<>(parameters);
        values.add(Pages.EXACT_UP_TO + 1);
        return sql.first(
                        "SELECT count(*) AS found FROM (SELECT 1 " + from + " LIMIT ?) AS counted",
                        row -> row.number("found"),
                        values.toArray())
                .orElseThrow();
    }
}
