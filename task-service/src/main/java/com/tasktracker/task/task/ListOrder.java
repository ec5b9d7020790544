package com.tasktracker.task.task;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.position.Position;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The order of the tasks of a list. Whoever changes it holds the list's row until the transaction ends, so that places
/// are given out one after the other.
@ApplicationScoped
class ListOrder {

    /// The row is changed and not just locked, so that what it says is that of the latest commit.
    private static final String ENTER = """
            UPDATE board_list SET task_count = task_count + 1, tail = tail + 1
            WHERE id = ? AND (task_limit IS NULL OR task_count < task_limit) RETURNING tail""";

    private static final String STAY = "UPDATE board_list SET tail = tail + 1 WHERE id = ? RETURNING tail";

    private static final String LEAVE = "UPDATE board_list SET task_count = task_count - 1 WHERE id = ?";

    private static final String NEIGHBOURS = """
            SELECT x.position, (SELECT %s(p.position) FROM task p WHERE p.list_id = x.list_id AND p.deleted_at IS NULL
                AND p.position %s x.position AND p.id <> ?) AS other
            FROM task x WHERE x.id = ? AND x.list_id = ? AND x.deleted_at IS NULL""";

    private static final String BEFORE = NEIGHBOURS.formatted("max", "<");
    private static final String AFTER = NEIGHBOURS.formatted("min", ">");

    private final Sql sql;

    ListOrder(Sql sql) {
        this.sql = sql;
    }

    /// The end of a list for one more task. Refuses as 409 where it is full.
    Position enter(UUID list) {
        return sql.first(ENTER, row -> Position.whole(row.bigNumber("tail")), list)
                .orElseThrow(() -> refusal(list));
    }

    private RuntimeException refusal(UUID list) {
        boolean isThere = sql.first("SELECT 1 AS there FROM board_list WHERE id = ?", row -> true, list)
                .orElse(false);
        return isThere
                ? Problem.conflict("list-full", "The list is full", "The list has as many tasks as its limit allows.")
                : new Journal.Outrun();
    }

    /// The end of a list for a task that stands in it already.
    Position endOf(UUID list) {
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
        if (compare(from, to) < 0) {
            leave(from);
            return enter(to);
        }
        Position end = enter(to);
        leave(from);
        return end;
    }

    /// As PostgreSQL orders them, which `UUID.compareTo` does not.
    private static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    /// @param position of the neighbour
    /// @param other on the side of the neighbour where the task is to stand; `null` where there is none
    private record Gap(Position position, @Nullable Position other) {}

    /// The place just before a neighbour; empty where that is not in the list.
    Optional<Position> before(UUID neighbour, UUID list, UUID moved) {
        return gap(BEFORE, neighbour, list, moved).map(gap -> Position.between(gap.other(), gap.position()));
    }

    /// The place just behind a neighbour; empty where that is not in the list.
    ///
    /// @param end of the list, for when nothing stands behind it
    Optional<Position> after(UUID neighbour, UUID list, UUID moved, Position end) {
        return gap(AFTER, neighbour, list, moved)
                .map(gap -> gap.other() == null ? end : Position.between(gap.position(), gap.other()));
    }

    private Optional<Gap> gap(String statement, UUID neighbour, UUID list, UUID moved) {
        return sql.first(
                statement,
                row -> {
                    String other = row.textOrNull("other");
                    return new Gap(new Position(row.text("position")), other == null ? null : new Position(other));
                },
                moved,
                neighbour,
                list);
    }
}
