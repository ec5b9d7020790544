package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.people.Role;
import com.tasktracker.task.position.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The lists of some boards, held by the running transaction, which gives out their places in memory meanwhile.
final class HeldLists {

    private static final String HOLD = """
            SELECT m.role AS caller_role, b.name AS board_name, l.board_id, l.team_id, l.id AS list_id,
                l.name AS list_name, l.status AS list_status, l.position, l.task_count, l.task_limit, l.tail,\s""" + PersonSummary.columns("me") + """
             FROM board_list l
            JOIN board b ON b.id = l.board_id AND b.deleted_at IS NULL
            JOIN member m ON m.team_id = l.team_id AND m.person_id = ?
            LEFT JOIN person me ON me.id = m.person_id
            WHERE l.board_id IN (SELECT board_id FROM task WHERE id = ANY (?) UNION SELECT unnest(?))
            ORDER BY l.id FOR NO KEY UPDATE OF l""";

    /// A board as the caller sees it, with all its lists.
    record Board(Slots slots, Role role, PersonSummary caller) {}

    private record Line(
            UUID boardId, String boardName, UUID teamId, String position, Slot slot, Role role, PersonSummary caller) {}

    private final Map<UUID, Board> boards = new HashMap<>();
    private final Map<UUID, HeldList> lists = new HashMap<>();

    private HeldLists() {}

    /// Holds the lists of these boards and of those on which these tasks stand, as far as the caller sees them. To be
    /// called behind memberships and tasks, in the order of locks that everybody keeps.
    static HeldLists hold(Sql sql, Caller caller, UUID[] tasks, UUID[] boards) {
        HeldLists held = new HeldLists();
        if (tasks.length + boards.length == 0) {
            return held;
        }
        Map<UUID, List<Line>> lines = new HashMap<>();
        sql.list(HOLD, row -> held.read(row, caller), caller.id(), tasks, boards)
                .forEach(line -> lines.computeIfAbsent(line.boardId(), _ -> new ArrayList<>())
                        .add(line));
        lines.forEach((id, ofBoard) -> held.boards.put(id, board(ofBoard)));
        return held;
    }

    private Line read(Row row, Caller caller) throws SQLException {
        Slot slot = Slot.read(row);
        lists.put(
                slot.id(),
                new HeldList(
                        slot.id(), row.number("task_count"), row.numberOrNull("task_limit"), row.bigNumber("tail")));
        return new Line(
                row.id("board_id"),
                row.text("board_name"),
                row.id("team_id"),
                row.text("position"),
                slot,
                Role.of(row.text("caller_role")),
                PersonSummary.read(row, caller.id(), "me"));
    }

    private static Board board(List<Line> lines) {
        Line first = lines.getFirst();
        List<Slot> inOrder = lines.stream()
                .sorted(Comparator.comparing(Line::position))
                .map(Line::slot)
                .toList();
        return new Board(
                new Slots(first.boardId(), first.boardName(), first.teamId(), inOrder), first.role(), first.caller());
    }

    /// Empty where the caller does not see it.
    Optional<Board> board(UUID id) {
        return Optional.ofNullable(boards.get(id));
    }

    /// Of one of the boards; one that came to be since is found when the work is run again.
    HeldList find(UUID list) {
        HeldList held = lists.get(list);
        if (held == null) {
            throw new Journal.Outrun();
        }
        return held;
    }

    List<HeldList> changed() {
        return lists.values().stream().filter(HeldList::isChanged).toList();
    }

    /// One of them. Everybody else waits until the transaction ends, so that places are given out one after the other.
    static final class HeldList {

        private final UUID id;
        private final int countBefore;
        private final @Nullable Integer limit;
        private final long tailBefore;
        private int count;
        private long tail;

        private HeldList(UUID id, int count, @Nullable Integer limit, long tail) {
            this.id = id;
            this.countBefore = count;
            this.limit = limit;
            this.tailBefore = tail;
            this.count = count;
            this.tail = tail;
        }

        /// Its end, for one more task. Refuses as 409 where it is full.
        Position enter() {
            if (limit != null && count >= limit) {
                throw ListOrder.full();
            }
            count++;
            return end();
        }

        /// Its end, for a task that stands in it already.
        Position end() {
            tail++;
            return Position.whole(tail);
        }

        void leave() {
            count--;
        }

        private boolean isChanged() {
            return count != countBefore || tail != tailBefore;
        }

        UUID id() {
            return id;
        }

        int count() {
            return count;
        }

        long tail() {
            return tail;
        }
    }
}
