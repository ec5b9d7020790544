package com.tasktracker.task.board;

import static java.util.Objects.requireNonNull;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.people.Role;
import com.tasktracker.task.position.NameKey;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.workflow.TaskStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Boards and their lists in the database. What a caller may not see is not found here.
@ApplicationScoped
class Boards {

    private static final String BOARD_COLUMNS = "b.id AS board_id, b.team_id, b.name, b.description, b.created_by, "
            + "b.created_at, b.updated_at, b.deleted_at, b.version, " + PersonSummary.columns("c");

    static final String LIST_COLUMNS = "l.id AS list_id, l.name AS list_name, l.status AS list_status, "
            + "l.task_limit, l.position, l.task_count, l.created_by AS list_created_by, "
            + "l.created_at AS list_created_at, l.updated_at AS list_updated_at, l.version AS list_version, "
            + PersonSummary.columns("lc");

    private static final String FIND = Gate.statement(
            " SELECT " + Gate.COLUMNS + ", m.role AS caller_role, " + BOARD_COLUMNS + ", " + LIST_COLUMNS + """
             FROM gate g
            LEFT JOIN (board b JOIN member m ON m.team_id = b.team_id)
                ON b.id = ? AND m.person_id = g.caller_id AND (b.deleted_at IS NULL OR b.deleted_at > CAST(? AS timestamptz))
            LEFT JOIN person c ON c.id = b.created_by
            LEFT JOIN board_list l ON l.board_id = b.id
            LEFT JOIN person lc ON lc.id = l.created_by
            ORDER BY l.position""");

    private static final String MEMBERSHIP =
            Gate.statement(" SELECT " + Gate.COLUMNS + ", m.role AS caller_role, " + PersonSummary.columns("me") + """
             FROM gate g
            LEFT JOIN member m ON m.person_id = g.caller_id AND m.team_id = ?
            LEFT JOIN person me ON me.id = g.caller_id""");

    private static final String INSERT_BOARD = """
            WITH new AS (
                INSERT INTO board (id, team_id, name, name_key, description, created_by, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id)
            INSERT INTO board_head (board_id) SELECT id FROM new""";

    private static final String INSERT_LISTS = """
            INSERT INTO board_list (id, board_id, team_id, name, status, task_limit, position, created_by, created_at, updated_at)
            SELECT l.id, ?, ?, l.name, CAST(l.status AS task_status), CAST(l.task_limit AS integer), l.position,
                ?, CAST(? AS timestamptz), CAST(? AS timestamptz)
            FROM unnest(?, ?, ?, ?, ?) AS l (id, name, status, task_limit, position)""";

    private static final String LOCK = """
            SELECT id FROM board WHERE id = ? AND team_id IN (SELECT team_id FROM member WHERE person_id = ?)
            FOR NO KEY UPDATE""";

    private static final String UPDATE = """
            UPDATE board SET name = ?, name_key = ?, description = ?, updated_at = ?, deleted_at = ?, version = ?
            WHERE id = ?""";

    /// A board as a caller finds it.
    record Found(Board board, Role role, List<BoardList> lists) {}

    /// What somebody is in a team.
    record Membership(Role role, PersonSummary person) {}

    private final Sql sql;
    private final Gate gate;
    private final Pages pages;
    private final TrashConfig config;
    private final Clock clock;

    Boards(Sql sql, Gate gate, Pages pages, TrashConfig config, Clock clock) {
        this.sql = sql;
        this.gate = gate;
        this.pages = pages;
        this.config = config;
        this.clock = clock;
    }

    private record Line(Board board, Role role, @Nullable BoardList list) {}

    /// The board with its lists in their order. Refuses as 404.
    ///
    /// @param includesDeleted whether a deleted board is found too, as long as it can be restored
    Found visibleTo(Caller caller, UUID id, boolean includesDeleted) {
        List<Line> lines = gate.list(caller, FIND, Boards::line, id, includesDeleted ? restorable() : null);
        if (lines.isEmpty()) {
            throw Problem.notFound();
        }
        List<BoardList> lists = new ArrayList<>();
        for (Line line : lines) {
            if (line.list() != null) {
                lists.add(line.list());
            }
        }
        return new Found(lines.getFirst().board(), lines.getFirst().role(), lists);
    }

    /// What was deleted later than this can be restored; the rest is purged, bit by bit.
    private Instant restorable() {
        return clock.instant().minus(config.retention());
    }

    private static @Nullable Line line(Row row) throws SQLException {
        Role role = Gate.role(row);
        return role == null ? null : new Line(board(row), role, list(row));
    }

    private static Board board(Row row) throws SQLException {
        return new Board(
                row.id("board_id"),
                row.id("team_id"),
                row.text("name"),
                row.textOrNull("description"),
                PersonSummary.read(row, row.id("created_by"), "c"),
                row.time("created_at"),
                row.time("updated_at"),
                row.timeOrNull("deleted_at"),
                row.bigNumber("version"));
    }

    static @Nullable BoardList list(Row row) throws SQLException {
        UUID id = row.idOrNull("list_id");
        if (id == null) {
            return null;
        }
        String status = row.textOrNull("list_status");
        return new BoardList(
                id,
                row.id("board_id"),
                row.id("team_id"),
                row.text("list_name"),
                status == null ? null : TaskStatus.of(status),
                row.numberOrNull("task_limit"),
                new Position(row.text("position")),
                row.number("task_count"),
                PersonSummary.read(row, row.id("list_created_by"), "lc"),
                row.time("list_created_at"),
                row.time("list_updated_at"),
                row.bigNumber("list_version"));
    }

    /// The board as [#visibleTo], locked until the transaction ends, so that its changes and those of its lists come
    /// one after the other.
    Found openedBy(Caller caller, UUID id, boolean includesDeleted) {
        sql.first(LOCK, row -> row.id("id"), id, caller.id());
        return visibleTo(caller, id, includesDeleted);
    }

    /// What the caller is in that team; empty where they are nothing there.
    Optional<Membership> membership(Caller caller, UUID team) {
        return gate.first(
                caller,
                MEMBERSHIP,
                row -> {
                    Role role = Gate.role(row);
                    return role == null ? null : new Membership(role, PersonSummary.read(row, caller.id(), "me"));
                },
                team);
    }

    PersonSummary person(Caller caller) {
        return sql.first(
                        "SELECT " + PersonSummary.columns("me") + " FROM person me WHERE id = ?",
                        row -> PersonSummary.read(row, caller.id(), "me"),
                        caller.id())
                .orElse(new PersonSummary(caller.id(), null, null, null));
    }

    /// A page of the boards of the caller's teams.
    ///
    /// @param teams of these alone; empty for all
    /// @param deleted those that the caller may restore, instead of those that are there
    Page<BoardView> list(Caller caller, PageRequest page, List<UUID> teams, boolean deleted) {
        String from = """
                FROM board b JOIN member m ON m.team_id = b.team_id AND m.person_id = g.caller_id
                WHERE %s %s""".formatted(
                        deleted ? "b.deleted_at > ? AND m.role = 'admin'" : "b.deleted_at IS NULL",
                        teams.isEmpty() ? "" : "AND b.team_id = ANY (?)");
        Pages.Tail tail = Pages.tail(page, "b.id");
        List<@Nullable Object> parameters = new ArrayList<>();
        if (deleted) {
            parameters.add(restorable());
        }
        if (!teams.isEmpty()) {
            parameters.add(teams.toArray(UUID[]::new));
        }
        List<@Nullable Object> counting = List.copyOf(parameters);
        parameters.addAll(tail.parameters());
        String statement = Gate.statement(" SELECT " + Gate.COLUMNS + ", " + BOARD_COLUMNS + ", "
                + Pages.columns(page, "b.id") + " FROM gate g LEFT JOIN LATERAL (SELECT b.* " + from + tail.statement()
                + ") b ON true LEFT JOIN person c ON c.id = b.created_by" + Pages.order(page, "b.id"));
        List<Pages.Placed<BoardView>> found = gate.list(
                caller, statement, row -> row.idOrNull("board_id") == null ? null : placed(row), parameters.toArray());
        return pages.page(page, found, page.includesCount() ? gate.count(caller, from, counting.toArray()) : null);
    }

    private static Pages.Placed<BoardView> placed(Row row) throws SQLException {
        return Pages.<BoardView>row(each -> BoardView.summary(board(each))).map(row);
    }

    void add(Board board, List<BoardList> lists) {
        sql.update(
                INSERT_BOARD,
                board.id(),
                board.teamId(),
                board.name(),
                NameKey.of(board.name()),
                board.description(),
                board.createdBy().id(),
                board.createdAt(),
                board.updatedAt());
        add(lists);
    }

    /// At least one, all of one board and made at the same moment.
    void add(List<BoardList> lists) {
        BoardList any = requireNonNull(lists.getFirst());
        sql.update(
                INSERT_LISTS,
                any.boardId(),
                any.teamId(),
                any.createdBy().id(),
                any.createdAt(),
                any.updatedAt(),
                lists.stream().map(BoardList::id).toArray(UUID[]::new),
                lists.stream().map(BoardList::name).toArray(String[]::new),
                texts(
                        lists,
                        list -> list.status() == null ? null : list.status().text()),
                texts(lists, list -> list.limit() == null ? null : list.limit().toString()),
                lists.stream().map(list -> list.position().text()).toArray(String[]::new));
    }

    /// Writes a board that is locked by this transaction.
    void save(Board board) {
        sql.update(
                UPDATE,
                board.name(),
                NameKey.of(board.name()),
                board.description(),
                board.updatedAt(),
                board.deletedAt(),
                board.version(),
                board.id());
    }

    private static @Nullable String[] texts(List<BoardList> lists, Function<BoardList, @Nullable String> member) {
        @Nullable String[] texts = new String[lists.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = member.apply(lists.get(i));
        }
        return texts;
    }
}
