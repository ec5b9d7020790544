package com.tasktracker.task.board;

import static java.util.Objects.requireNonNull;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.position.Position;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The lists of boards in the database, one by one.
@ApplicationScoped
class Lists {

    static final SortKey POSITION = SortKey.of("position", "l.position", "text");

    private static final String FROM_BOARD = """
             FROM gate g
            LEFT JOIN (board b JOIN member m ON m.team_id = b.team_id)
                ON b.id = ? AND m.person_id = g.caller_id AND b.deleted_at IS NULL
            """;

    private static final String FIND = Gate.statement(" SELECT " + Gate.COLUMNS + ", b.id AS board_id, b.team_id, "
            + Boards.LIST_COLUMNS + FROM_BOARD
            + " LEFT JOIN board_list l ON l.board_id = b.id AND l.id = ? LEFT JOIN person lc ON lc.id = l.created_by");

    private static final String UPDATE = """
            UPDATE board_list SET name = ?, status = CAST(? AS task_status), task_limit = ?, position = ?,
                updated_at = ?, version = ?
            WHERE id = ?""";

    private static final String HOLD = "SELECT id FROM board_list WHERE id = ANY (?) ORDER BY id FOR UPDATE";

    private final Sql sql;
    private final Gate gate;
    private final Pages pages;

    Lists(Sql sql, Gate gate, Pages pages) {
        this.sql = sql;
        this.gate = gate;
        this.pages = pages;
    }

    /// One list of a board that the caller sees. Refuses as 404.
    BoardList visibleTo(Caller caller, UUID board, UUID list) {
        return gate.first(caller, FIND, Boards::list, board, list).orElseThrow(Problem::notFound);
    }

    Page<ListView> of(Caller caller, UUID board, PageRequest page) {
        Pages.Tail tail = Pages.tail(page, "l.id");
        String statement = Gate.statement(" SELECT " + Gate.COLUMNS + ", m.role AS caller_role, b.id AS board_id, "
                + "b.team_id, " + Boards.LIST_COLUMNS + ", " + Pages.columns(page, "l.id") + FROM_BOARD
                + " LEFT JOIN LATERAL (SELECT l.* FROM board_list l WHERE l.board_id = b.id" + tail.statement()
                + ") l ON true LEFT JOIN person lc ON lc.id = l.created_by" + Pages.order(page, "l.id"));
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(board);
        parameters.addAll(tail.parameters());
        List<Pages.Placed<ListView>> found = gate.page(
                caller, statement, row -> ListView.of(requireNonNull(Boards.list(row))), parameters.toArray());
        return pages.page(
                page,
                found,
                page.includesCount() ? gate.count(caller, "FROM board_list WHERE board_id = ?", board) : null);
    }

    /// Holds lists until the transaction ends: what they hold and how much stays as it is.
    void hold(List<UUID> lists) {
        sql.list(HOLD, row -> row.id("id"), (Object) lists.toArray(UUID[]::new));
    }

    int taskCount(UUID list) {
        return sql.first("SELECT task_count FROM board_list WHERE id = ?", row -> row.number("task_count"), list)
                .orElse(0);
    }

    void save(BoardList list) {
        sql.update(
                UPDATE,
                list.name(),
                list.status() == null ? null : list.status().text(),
                list.limit(),
                list.position().text(),
                list.updatedAt(),
                list.version(),
                list.id());
    }

    /// Lets the lists of a board stand elsewhere, which their order does not tell. The board is held.
    void spread(ListSequence sequence) {
        UUID[] ids = sequence.inOrder().stream().map(BoardList::id).toArray(UUID[]::new);
        hold(List.of(ids));
        sql.update(
                "UPDATE board_list l SET position = e.position FROM unnest(?, ?) AS e (id, position) WHERE l.id = e.id",
                ids,
                sequence.anew().stream().map(Position::text).toArray(String[]::new));
    }

    void remove(BoardList list) {
        sql.update("DELETE FROM board_list WHERE id = ?", list.id());
    }
}
