package com.tasktracker.kit.page;

import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keyset pages: reads what a request wants, builds the part of the statement that finds it by its place and not by
/// counting, and makes the answer. The cost of a page does not depend on how deep it is.
@ApplicationScoped
public class Pages {

    /// How far `include_count` counts.
    public static final int EXACT_UP_TO = 10_000;

    private static final Pattern SIZE = Pattern.compile("0*[1-9][0-9]*");

    private final Cursors cursors;
    private final CurrentRequest request;

    Pages(Cursors cursors, CurrentRequest request) {
        this.cursors = cursors;
        this.request = request;
    }

    /// Reads `page_size`, `ordering`, `cursor` and `include_count`; faults are collected in the parameters.
    ///
    /// @param keys the orderings that the list knows
    public PageRequest read(Parameters parameters, List<SortKey> keys, Ordering unlessGiven) {
        int size = parameters
                .one("page_size")
                .map(text -> size(text, parameters.faults()))
                .orElse(PageRequest.DEFAULT_SIZE);
        Ordering ordering = parameters
                .one("ordering")
                .flatMap(text -> ordering(text, keys, parameters.faults()))
                .orElse(unlessGiven);
        boolean includesCount = parameters.flag("include_count");
        String binding = parameters.binding() + "\n" + ordering.text() + "\n"
                + request.caller().id();
        @Nullable
        Cursor cursor = parameters
                .one("cursor")
                .flatMap(text -> cursor(text, binding, parameters.faults()))
                .orElse(null);
        return new PageRequest(size, ordering, cursor, includesCount, parameters.pathWithout("cursor"), binding);
    }

    private static int size(String text, Faults faults) {
        if (!SIZE.matcher(text).matches()) {
            faults.add("page_size", Code.OUT_OF_RANGE, "must be a whole number from 1 to " + PageRequest.MAX_SIZE);
            return PageRequest.DEFAULT_SIZE;
        }
        return new BigInteger(text)
                .min(BigInteger.valueOf(PageRequest.MAX_SIZE))
                .intValue();
    }

    private static Optional<Ordering> ordering(String text, List<SortKey> keys, Faults faults) {
        boolean isDescending = text.startsWith("-");
        String name = isDescending ? text.substring(1) : text;
        Optional<Ordering> found = keys.stream()
                .filter(key -> key.name().equals(name))
                .map(key -> new Ordering(key, isDescending))
                .findFirst();
        if (found.isEmpty()) {
            faults.add(
                    "ordering",
                    Code.NOT_ALLOWED,
                    "must be one of "
                            + String.join(", ", keys.stream().map(SortKey::name).toList())
                            + ", with - in front for descending");
        }
        return found;
    }

    private Optional<Cursor> cursor(String text, String binding, Faults faults) {
        Optional<Cursor> cursor = cursors.read(text, binding);
        if (cursor.isEmpty()) {
            faults.add("cursor", Code.MALFORMED, "is not a cursor of this list with these filters and this ordering");
        }
        return cursor;
    }

    /// The tail of a statement that selects one page: `AND <beyond the cursor> ORDER BY … LIMIT …`, to be put behind a
    /// `WHERE` that has a condition already, with its parameters in their order.
    ///
    /// @param id the id's column, which breaks ties
    public static Tail tail(PageRequest page, String id) {
        Ordering ordering = page.ordering();
        SortKey key = ordering.key();
        boolean ascends = ordering.isDescending() == page.isBackward();
        List<@Nullable Object> parameters = new ArrayList<>();
        String beyond = page.cursor() == null ? "" : " AND " + beyond(page.cursor(), key, id, ascends, parameters);
        // The limit is a constant, by which the planner sees that few rows are wanted: it takes a parameter for a tenth
        // of all there are.
        return new Tail(beyond + order(page, id) + " LIMIT " + page.limit(), parameters);
    }

    /// The `ORDER BY` of a page, for a statement that joins more to the rows that a [#tail] has found.
    public static String order(PageRequest page, String id) {
        SortKey key = page.ordering().key();
        // Forward, nulls come last; read backward, they come first.
        String nulls = !key.isNullable() ? "" : page.isBackward() ? " NULLS FIRST" : " NULLS LAST";
        String direction = page.ordering().isDescending() == page.isBackward() ? " ASC" : " DESC";
        return " ORDER BY " + key.expression() + direction + nulls + ", " + id + direction;
    }

    private static String beyond(
            Cursor cursor, SortKey key, String id, boolean ascends, List<@Nullable Object> parameters) {
        String than = ascends ? " > " : " < ";
        String value = "CAST(? AS " + key.type() + ")";
        if (!key.isNullable()) {
            parameters.add(cursor.value());
            parameters.add(cursor.id());
            return "(" + key.expression() + ", " + id + ")" + than + "(" + value + ", CAST(? AS uuid))";
        }
        if (cursor.value() == null) {
            parameters.add(cursor.id());
            String amongNulls = "(" + key.expression() + " IS NULL AND " + id + than + "CAST(? AS uuid))";
            return cursor.isBackward() ? "(" + amongNulls + " OR " + key.expression() + " IS NOT NULL)" : amongNulls;
        }
        parameters.add(cursor.value());
        parameters.add(cursor.id());
        String amongValues = "(" + key.expression() + ", " + id + ")" + than + "(" + value + ", CAST(? AS uuid))";
        return cursor.isBackward() ? amongValues : "(" + amongValues + " OR " + key.expression() + " IS NULL)";
    }

    /// Part of a statement and its parameters.
    public record Tail(String statement, List<@Nullable Object> parameters) {}

    /// The columns that a statement must also select, so that [#row] can tell each row's place.
    public static String columns(PageRequest page, String id) {
        return "(" + page.ordering().key().expression() + ")::text AS page_value, " + id + " AS page_id";
    }

    /// A row and its place in the order.
    public record Placed<T>(T item, @Nullable String value, UUID id) {}

    /// Reads the place beside the row itself.
    public static <T> Sql.RowMapper<Placed<T>> row(Sql.RowMapper<T> mapper) {
        return (Row row) -> placed(row, mapper);
    }

    private static <T> Placed<T> placed(Row row, Sql.RowMapper<T> mapper) throws SQLException {
        return new Placed<>(mapper.map(row), row.textOrNull("page_value"), row.id("page_id"));
    }

    /// The answer, from the rows that the statement found, of which there may be one more than the page shows.
    ///
    /// @param count how many there are in all, counted up to [#EXACT_UP_TO] + 1; `null` where it was not asked for
    public <T> Page<T> page(PageRequest page, List<Placed<T>> found, @Nullable Integer count) {
        Page<Placed<T>> placed = page(page, found, Function.identity(), count);
        return new Page<>(
                placed.results().stream().map(Placed::item).toList(),
                placed.next(),
                placed.previous(),
                placed.count(),
                placed.countIsExact());
    }

    /// The same, from rows that tell their places themselves, of which only the first and the last are asked.
    public <T> Page<T> page(
            PageRequest page, List<T> found, Function<T, ? extends Placed<?>> place, @Nullable Integer count) {
        List<T> rows = new ArrayList<>(found.subList(0, Math.min(found.size(), page.size())));
        boolean hasMore = found.size() > page.size();
        if (page.isBackward()) {
            Collections.reverse(rows);
        }
        boolean hasNext = page.isBackward() || hasMore;
        boolean hasPrevious = page.isBackward() ? hasMore : page.cursor() != null;
        return new Page<>(
                rows,
                hasNext && !rows.isEmpty() ? path(page, place.apply(rows.getLast()), false) : null,
                hasPrevious && !rows.isEmpty() ? path(page, place.apply(rows.getFirst()), true) : null,
                count == null ? null : Math.min(count, EXACT_UP_TO),
                count == null ? null : count <= EXACT_UP_TO);
    }

    private String path(PageRequest page, Placed<?> from, boolean isBackward) {
        String cursor = cursors.write(new Cursor(from.value(), from.id(), isBackward), page.binding());
        return page.path() + (page.path().contains("?") ? "&" : "?") + "cursor=" + cursor;
    }
}
