package com.tasktracker.task.task;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.position.Room;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The order of the tasks of a list. Whoever changes it holds the list's row until the transaction ends, so that places
/// are given out one after the other.
@ApplicationScoped
class ListOrder {

    /// Whether a list has become fuller than it may be is seen where the row has been changed, and not before: what is
    /// read before may be waited for, and then be otherwise.
    private static final String ENTERING =
            " SET task_count = l.task_count + 1, tail = l.tail + 1 %s WHERE l.id = ? RETURNING l.tail, "
                    + "coalesce(l.task_count > l.task_limit, false) AS is_over";

    private static final String ENTER = "UPDATE board_list l" + ENTERING.formatted("");

    private static final String STAY = "UPDATE board_list SET tail = tail + 1 WHERE id = ? RETURNING tail";

    private static final String LEAVE = "UPDATE board_list SET task_count = task_count - 1 WHERE id = ?";

    /// Two lists are locked in the order of their ids: whoever waits for the second has the first.
    private static final String LEAVE_AND_ENTER =
            "WITH one AS (" + LEAVE + " RETURNING id) UPDATE board_list l" + ENTERING.formatted("FROM one");

    private static final String ENTER_AND_LEAVE = "WITH one AS (" + ENTER + """
            ), other AS (UPDATE board_list l SET task_count = l.task_count - 1 FROM one WHERE l.id = ?)
            SELECT tail, is_over FROM one""";

    private static final String SAVE = """
            UPDATE board_list l SET task_count = CAST(e.task_count AS integer), tail = CAST(e.tail AS bigint)
            FROM unnest(?, ?, ?) AS e (id, task_count, tail) WHERE l.id = e.id""";

    private static final String NEIGHBOURS = """
            SELECT x.position, (SELECT %s(p.position) FROM task p WHERE p.list_id = x.list_id AND p.deleted_at IS NULL
                AND p.position %s x.position AND p.id <> ?) AS other
            FROM task x WHERE x.id = ? AND x.list_id = ? AND x.deleted_at IS NULL""";

    private static final String BEFORE = NEIGHBOURS.formatted("max", "<");
    private static final String AFTER = NEIGHBOURS.formatted("min", ">");

    private static final String STRETCH = """
            SELECT id, position FROM task WHERE list_id = ? AND deleted_at IS NULL AND id <> ? AND position %s ?
            ORDER BY position %s LIMIT ?""";

    private static final String UP_TO = STRETCH.formatted("<=", "DESC");
    private static final String BELOW = STRETCH.formatted("<", "DESC");
    private static final String FROM = STRETCH.formatted(">=", "ASC");
    private static final String ABOVE = STRETCH.formatted(">", "ASC");

    /// A task that somebody holds may wait for this list: it is not waited for.
    private static final String HOLD = """
            SELECT id FROM task WHERE id = ANY (?) FOR NO KEY UPDATE SKIP LOCKED""";

    private static final String SPREAD = """
            UPDATE task t SET position = e.position FROM unnest(?, ?) AS e (id, position) WHERE t.id = e.id
            RETURNING t.id, t.version""";

    private final Sql sql;

    ListOrder(Sql sql) {
        this.sql = sql;
    }

    /// The end of a list for one more task. Refuses as 409 where it is full.
    Position enter(UUID list) {
        return enter(ENTER, list);
    }

    private Position enter(String statement, @Nullable Object... lists) {
        return sql.first(
                        statement,
                        row -> {
                            if (row.flag("is_over")) {
                                throw full();
                            }
                            return Position.whole(row.bigNumber("tail"));
                        },
                        lists)
                .orElseThrow(Journal.Outrun::new);
    }

    /// Why nothing could be created in a list: 409 where it is full; else what was read is no longer so.
    RuntimeException refusal(UUID list) {
        boolean isFull = sql.first(
                        "SELECT task_count >= task_limit AS is_full FROM board_list WHERE id = ?",
                        row -> row.flag("is_full"),
                        list)
                .orElse(false);
        return isFull ? full() : new Journal.Outrun();
    }

    static Problem full() {
        return Problem.conflict("list-full", "The list is full", "The list has as many tasks as its limit allows.");
    }

    /// The end of a list for a task that stands in it already.
    private Position endOf(UUID list) {
        return sql.first(STAY, row -> Position.whole(row.bigNumber("tail")), list)
                .orElseThrow(Journal.Outrun::new);
    }

    void leave(UUID list) {
        sql.update(LEAVE, list);
    }

    /// Gives up one list for another, in the order of their ids, and answers the end of the other.
    Position change(UUID from, UUID to) {
        if (from.equals(to)) {
            return endOf(to);
        }
        return compare(from, to) < 0 ? enter(LEAVE_AND_ENTER, from, to) : enter(ENTER_AND_LEAVE, to, from);
    }

    /// Writes lists that are held by this transaction.
    void saveAll(List<HeldLists.HeldList> lists) {
        if (!lists.isEmpty()) {
            sql.update(
                    SAVE,
                    lists.stream().map(HeldLists.HeldList::id).toArray(UUID[]::new),
                    lists.stream().map(list -> Integer.toString(list.count())).toArray(String[]::new),
                    lists.stream().map(list -> Long.toString(list.tail())).toArray(String[]::new));
        }
    }

    /// As PostgreSQL orders them, which `UUID.compareTo` does not.
    private static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    /// A task in its list.
    private record Standing(UUID id, Position position) {}

    /// What is wanted of a list: a place for a task next to another one.
    ///
    /// @param moved which is not in its own way
    /// @param end of the list
    record Wish(UUID board, UUID list, UUID neighbour, UUID moved, Position end) {}

    /// The place just before a neighbour; empty where that is not in the list. Tasks around it may get another place,
    /// which is told as moves of theirs; their versions stay.
    Optional<Position> before(Wish wish, Journal.Entries entries) {
        return gap(BEFORE, wish).map(gap -> {
            Position plain = Position.between(gap.other(), gap.position());
            return plain.isLong()
                    ? among(stretch(BELOW, wish, gap.position()), stretch(FROM, wish, gap.position()), wish, entries)
                    : plain;
        });
    }

    /// The place just behind a neighbour, as [#before].
    Optional<Position> after(Wish wish, Journal.Entries entries) {
        return gap(AFTER, wish).map(gap -> {
            if (gap.other() == null) {
                return wish.end();
            }
            Position plain = Position.between(gap.position(), gap.other());
            return plain.isLong()
                    ? among(stretch(UP_TO, wish, gap.position()), stretch(ABOVE, wish, gap.position()), wish, entries)
                    : plain;
        });
    }

    /// @param position of the neighbour
    /// @param other on the side of the neighbour where the task is to stand; `null` where there is none
    private record Gap(Position position, @Nullable Position other) {}

    private Optional<Gap> gap(String statement, Wish wish) {
        return sql.first(
                statement,
                row -> {
                    String other = row.textOrNull("other");
                    return new Gap(new Position(row.text("position")), other == null ? null : new Position(other));
                },
                wish.moved(),
                wish.neighbour(),
                wish.list());
    }

    /// The nearest first, and one more than may be moved.
    private List<Standing> stretch(String statement, Wish wish, Position from) {
        return sql.list(
                statement,
                row -> new Standing(row.id("id"), new Position(row.text("position"))),
                wish.list(),
                wish.moved(),
                from.text(),
                Room.REACH + 1);
    }

    /// Makes room among the tasks around a gap.
    private Position among(List<Standing> before, List<Standing> behind, Wish wish, Journal.Entries entries) {
        Set<UUID> held = hold(before, behind);
        List<Standing> left = reach(before, held).reversed();
        List<Standing> right = reach(behind, held);
        Room room = Room.within(
                left.size() < before.size() ? before.get(left.size()).position() : null,
                left.stream().map(Standing::position).toList(),
                right.stream().map(Standing::position).toList(),
                right.size() < behind.size() ? behind.get(right.size()).position() : wish.end());
        List<Position> places = new ArrayList<>(room.left());
        places.addAll(room.right());
        if (!places.isEmpty()) {
            List<Standing> moved = new ArrayList<>(left);
            moved.addAll(right);
            spread(moved, places, wish.board(), entries);
        }
        return room.own();
    }

    private Set<UUID> hold(List<Standing> before, List<Standing> behind) {
        UUID[] ids = Stream.concat(before.stream(), behind.stream())
                .map(Standing::id)
                .toArray(UUID[]::new);
        return new HashSet<>(sql.list(HOLD, row -> row.id("id"), (Object) ids));
    }

    /// Those next to the gap that may be moved; the next one beyond them stays.
    private static List<Standing> reach(List<Standing> nearestFirst, Set<UUID> held) {
        return nearestFirst.stream()
                .limit(Room.REACH)
                .takeWhile(standing -> held.contains(standing.id()))
                .toList();
    }

    private void spread(List<Standing> moved, List<Position> places, UUID board, Journal.Entries entries) {
        Map<UUID, Long> versions = new HashMap<>();
        sql.list(
                SPREAD,
                row -> versions.put(row.id("id"), row.bigNumber("version")),
                moved.stream().map(Standing::id).toArray(UUID[]::new),
                places.stream().map(Position::text).toArray(String[]::new));
        for (int i = 0; i < moved.size(); i++) {
            Standing task = moved.get(i);
            entries.add(Happening.ofNeighbour(
                    board,
                    task.id(),
                    List.of(new FieldChange(
                            "position", task.position().text(), places.get(i).text())),
                    versions.getOrDefault(task.id(), 1L)));
        }
    }
}
