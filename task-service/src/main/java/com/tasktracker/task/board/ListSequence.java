package com.tasktracker.task.board;

import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.position.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The lists of one board in their order: where another one is to stand.
record ListSequence(List<BoardList> inOrder) {

    private static final long FIRST = 1_000_000_000_000L;

    /// The place at this index, counted from 0, of lists that are all new.
    static Position start(int index) {
        return Position.whole(FIRST + index);
    }

    /// The place behind all.
    Position end() {
        return inOrder.isEmpty()
                ? start(0)
                : Position.whole(inOrder.getLast().position().whole() + 1);
    }

    /// The place before or after another list; empty where neither is named, or it stands there already. Refuses as 422
    /// a neighbour that is none.
    ///
    /// @param moved the list that is to stand there, `null` for a new one
    Optional<Position> place(@Nullable UUID before, @Nullable UUID after, @Nullable UUID moved) {
        List<BoardList> others = new ArrayList<>(inOrder);
        others.removeIf(list -> list.id().equals(moved));
        if (before != null) {
            int index = index(others, before, "before");
            if (isAt(index, moved)) {
                return Optional.empty();
            }
            Position previous = index == 0 ? null : others.get(index - 1).position();
            return Optional.of(Position.between(previous, others.get(index).position()));
        }
        if (after != null) {
            int index = index(others, after, "after");
            if (isAt(index + 1, moved)) {
                return Optional.empty();
            }
            return Optional.of(
                    index + 1 == others.size()
                            ? end()
                            : Position.between(
                                    others.get(index).position(),
                                    others.get(index + 1).position()));
        }
        return Optional.empty();
    }

    private boolean isAt(int index, @Nullable UUID list) {
        return list != null && index < inOrder.size() && inOrder.get(index).id().equals(list);
    }

    private static int index(List<BoardList> lists, UUID id, String field) {
        for (int i = 0; i < lists.size(); i++) {
            if (lists.get(i).id().equals(id)) {
                return i;
            }
        }
        throw Problem.invalidReference(field, "is no other list of the board");
    }

    /// Whether places have become so long by many moves that all lists had better stand anew.
    boolean isCrowded() {
        return inOrder.stream().anyMatch(list -> list.position().isLong());
    }

    /// Where the lists stand in the same order, behind all places that there are now.
    List<Position> anew() {
        long last = inOrder.getLast().position().whole();
        return IntStream.rangeClosed(1, inOrder.size())
                .mapToObj(i -> Position.whole(last + i))
                .toList();
    }

    Optional<BoardList> find(UUID id) {
        return inOrder.stream().filter(list -> list.id().equals(id)).findFirst();
    }

    /// The list that takes what another one loses: the first that remains.
    BoardList heirOf(BoardList gone) {
        return inOrder.stream()
                .filter(list -> !list.id().equals(gone.id()))
                .findFirst()
                .orElseThrow(
                        () -> Problem.conflict("conflict", "The last list stays", "A board has at least one list."));
    }
}
