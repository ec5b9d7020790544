package com.tasktracker.task.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.tasktracker.kit.http.Versioned;
import com.tasktracker.task.people.PersonSummary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A board as it is shown.
///
/// @param lists in their order; left out where many boards are listed
record BoardView(
        UUID id,
        UUID teamId,
        String name,
        @Nullable String description,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ListView> lists,
        PersonSummary createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt,
        long version)
        implements Versioned {

    static BoardView of(Board board, List<BoardList> lists) {
        return view(board, lists.stream().map(ListView::of).toList());
    }

    static BoardView summary(Board board) {
        return view(board, null);
    }

    private static BoardView view(Board board, @Nullable List<ListView> lists) {
        return new BoardView(
                board.id(),
                board.teamId(),
                board.name(),
                board.description(),
                lists,
                board.createdBy(),
                board.createdAt(),
                board.updatedAt(),
                board.deletedAt(),
                board.version());
    }
}
