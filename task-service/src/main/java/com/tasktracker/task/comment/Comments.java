package com.tasktracker.task.comment;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.people.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Comments in the database. What a caller may not see is not found here.
@ApplicationScoped
class Comments {

    static final SortKey CREATED_AT = SortKey.of("created_at", "k.created_at", "timestamptz");

    private static final String FROM_TASK = """
             FROM gate g
            LEFT JOIN (task t
                    JOIN member m ON m.team_id = t.team_id
                    JOIN board b ON b.id = t.board_id AND b.deleted_at IS NULL)
                ON t.id = ? AND t.deleted_at IS NULL AND m.person_id = g.caller_id
            """;

    private static final String COLUMNS = "k.id AS comment_id, k.task_id, k.team_id, k.body, k.created_by, "
            + "k.created_at, k.updated_at, k.version, " + PersonSummary.columns("c");

    private static final String TASK = Gate.statement(" SELECT " + Gate.COLUMNS + ", m.role AS caller_role, "
            + "t.team_id, " + PersonSummary.columns("me") + FROM_TASK
            + " LEFT JOIN person me ON me.id = g.caller_id");

    private static final String FIND = Gate.statement(" SELECT " + Gate.COLUMNS
            + ", m.role AS caller_role, t.board_id, " + COLUMNS + FROM_TASK
            + " LEFT JOIN comment k ON k.task_id = t.id AND k.id = ? LEFT JOIN person c ON c.id = k.created_by");

    /// The board is that of the task as it is locked, which it may have come to while that was waited for.
    private static final String OPEN = Gate.statement(
            ", held AS (SELECT t.id, t.board_id FROM task t WHERE t.id = ? "
                    + "AND t.team_id IN (SELECT m.team_id FROM member m JOIN gate ON m.person_id = gate.caller_id) "
                    + "FOR NO KEY UPDATE),"
                    + " k AS (SELECT k.* FROM comment k WHERE k.id = ? AND k.task_id = (SELECT id FROM held) FOR UPDATE)"
                    + " SELECT " + Gate.COLUMNS + ", m.role AS caller_role, held.board_id, " + COLUMNS + FROM_TASK
                    + " LEFT JOIN held ON held.id = t.id LEFT JOIN k ON k.task_id = t.id LEFT JOIN person c ON c.id = k.created_by");

    /// Answers the board on which it stands, which cannot change until the transaction ends.
    private static final String COUNT = """
            UPDATE task SET comment_count = comment_count + ? WHERE id = ? AND deleted_at IS NULL
            RETURNING board_id""";

    private static final String INSERT = """
            INSERT INTO comment (id, task_id, team_id, body, created_by, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    /// A task to be commented on.
    record Subject(UUID teamId, Role role, PersonSummary caller) {}

    /// A comment as a caller finds it.
    record Found(Comment comment, UUID boardId, Role role) {}

    private final Sql sql;
    private final Gate gate;
    private final Pages pages;

    Comments(Sql sql, Gate gate, Pages pages) {
        this.sql = sql;
        this.gate = gate;
        this.pages = pages;
    }

    /// Refuses as 404 a task that the caller does not see.
    Subject subject(Caller caller, UUID task) {
        return gate.first(
                        caller,
                        TASK,
                        row -> {
                            Role role = Gate.role(row);
                            return role == null
                                    ? null
                                    : new Subject(row.id("team_id"), role, PersonSummary.read(row, caller.id(), "me"));
                        },
                        task)
                .orElseThrow(Problem::notFound);
    }

    Found visibleTo(Caller caller, UUID task, UUID comment) {
        return gate.first(caller, FIND, Comments::found, task, comment).orElseThrow(Problem::notFound);
    }

    /// The comment and its task, locked until the transaction ends: the task first, as wherever both are locked.
    Found openedBy(Caller caller, UUID task, UUID comment) {
        return gate.first(caller, OPEN, Comments::found, task, comment, task).orElseThrow(Problem::notFound);
    }

    private static @Nullable Found found(Row row) throws SQLException {
        Role role = Gate.role(row);
        return role == null || row.idOrNull("comment_id") == null
                ? null
                : new Found(comment(row), row.id("board_id"), role);
    }

    private static Comment comment(Row row) throws SQLException {
        return new Comment(
                row.id("comment_id"),
                row.id("task_id"),
                row.id("team_id"),
                row.text("body"),
                PersonSummary.read(row, row.id("created_by"), "c"),
                row.time("created_at"),
                row.time("updated_at"),
                row.bigNumber("version"));
    }

    Page<CommentView> of(Caller caller, UUID task, PageRequest page) {
        Pages.Tail tail = Pages.tail(page, "k.id");
        String statement = Gate.statement(" SELECT " + Gate.COLUMNS + ", m.role AS caller_role, " + COLUMNS + ", "
                + Pages.columns(page, "k.id") + FROM_TASK
                + " LEFT JOIN LATERAL (SELECT k.* FROM comment k WHERE k.task_id = t.id" + tail.statement()
                + ") k ON true LEFT JOIN person c ON c.id = k.created_by" + Pages.order(page, "k.id"));
        List<@Nullable Object> parameters = new ArrayList<>(List.of(task));
        parameters.addAll(tail.parameters());
        List<Pages.Placed<CommentView>> found =
                gate.page(caller, statement, row -> CommentView.of(comment(row)), parameters.toArray());
        return pages.page(
                page, found, page.includesCount() ? gate.count(caller, "FROM comment WHERE task_id = ?", task) : null);
    }

    /// Answers the board on which to tell it.
    UUID add(Comment comment) {
        UUID board = count(comment.taskId(), 1);
        sql.update(
                INSERT,
                comment.id(),
                comment.taskId(),
                comment.teamId(),
                comment.body(),
                comment.createdBy().id(),
                comment.createdAt(),
                comment.updatedAt());
        return board;
    }

    private UUID count(UUID task, int more) {
        return sql.first(COUNT, row -> row.id("board_id"), more, task).orElseThrow(Problem::notFound);
    }

    /// Writes a comment that is locked by this transaction.
    void save(Comment comment) {
        sql.update(
                "UPDATE comment SET body = ?, updated_at = ?, version = ? WHERE id = ?",
                comment.body(),
                comment.updatedAt(),
                comment.version(),
                comment.id());
    }

    /// Removes a comment that is locked by this transaction.
    void remove(Comment comment) {
        count(comment.taskId(), -1);
        if (sql.update("DELETE FROM comment WHERE id = ?", comment.id()) == 0) {
            throw Problem.notFound();
        }
    }
}
