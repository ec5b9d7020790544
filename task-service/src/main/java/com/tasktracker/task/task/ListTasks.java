package com.tasktracker.task.task;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.board.ListContents;
import com.tasktracker.task.journal.FieldChange;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.people.Departures;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.workflow.TaskStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tasks of a list that is about to go.
@ApplicationScoped
class ListTasks implements ListContents {

    /// Tasks that are moved at once, at most, and as many out of the trash: each is a row that is written and told.
    static final int MOST = 10_000;

    private static final String HOLD = """
            SELECT id FROM task WHERE id IN (SELECT id FROM task WHERE list_id = ? AND deleted_at IS NULL LIMIT ?)
                AND list_id = ? AND deleted_at IS NULL
            ORDER BY id FOR NO KEY UPDATE""";

    private static final String ENTER = """
            UPDATE board_list SET task_count = task_count + ?, tail = tail + ?
            WHERE id = ? AND (task_limit IS NULL OR task_count + ? <= task_limit) RETURNING tail""";

    /// Those that came in since the others were held are held now.
    private static final String READ = """
            SELECT id, position, status, version, completed_at FROM task
            WHERE list_id = ? AND deleted_at IS NULL ORDER BY position LIMIT ? FOR NO KEY UPDATE""";

    private static final String WRITE = """
            UPDATE task t SET list_id = ?, position = e.position, status = coalesce(CAST(? AS task_status), t.status),
                completed_at = CASE WHEN CAST(? AS task_status) = 'done' AND t.status <> 'done'
                    THEN CAST(? AS timestamptz) ELSE t.completed_at END,
                updated_at = ?, version = t.version + 1
            FROM unnest(?, ?) AS e (id, position) WHERE t.id = e.id""";

    private static final String TRASH = """
            SELECT id, version FROM task WHERE board_id = ? AND list_id = ? AND deleted_at IS NOT NULL
            ORDER BY id LIMIT ? FOR NO KEY UPDATE""";

    private static final String WRITE_TRASH = """
            UPDATE task SET list_id = ?, updated_at = ?, version = version + 1 WHERE id = ANY (?)""";

    private record Line(
            UUID id,
            String position,
            TaskStatus status,
            long version,
            @Nullable Instant completedAt) {}

    private record Trashed(UUID id, long version) {}

    private final Sql sql;
    private final Departures departures;
    private final Clock clock;

    ListTasks(Sql sql, Departures departures, Clock clock) {
        this.sql = sql;
        this.departures = departures;
        this.clock = clock;
    }

    @Override
    public void hold(UUID list) {
        if (sql.list(HOLD, row -> true, list, MOST + 1, list).size() > MOST) {
            throw tooLong();
        }
    }

    @Override
    public void moveAll(UUID board, UUID from, UUID to, @Nullable TaskStatus status, Journal.Entries entries) {
        List<Line> lines = sql.list(
                READ,
                row -> new Line(
                        row.id("id"),
                        row.text("position"),
                        TaskStatus.of(row.text("status")),
                        row.bigNumber("version"),
                        row.timeOrNull("completed_at")),
                from,
                MOST + 1);
        if (lines.size() > MOST) {
            throw tooLong();
        }
        if (status != null) {
            lines.forEach(line -> line.status().requireTransition(status));
        }
        Instant now = clock.instant();
        int count = lines.size();
        long tail = sql.first(ENTER, row -> row.bigNumber("tail"), count, count, to, count)
                .orElseThrow(() -> Problem.conflict(
                        "list-full", "The list is full", "The other list has no room for all of them."));
        List<String> positions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String position = Position.whole(tail - count + 1 + i).text();
            positions.add(position);
            Line line = lines.get(i);
            entries.add(Happening.ofTask(
                    board,
                    status == null || status == line.status() ? "task.moved" : "task.updated",
                    line.id(),
                    changes(line, from, to, position, status, now),
                    line.version() + 1));
        }
        String text = status == null ? null : status.text();
        sql.update(
                WRITE,
                to,
                text,
                text,
                now,
                now,
                lines.stream().map(Line::id).toArray(UUID[]::new),
                positions.toArray(String[]::new));
        if (status != null && status.isOpen()) {
            departures.noteHoldersOf(lines.stream()
                    .filter(line -> !line.status().isOpen())
                    .map(Line::id)
                    .toArray(UUID[]::new));
        }
    }

    private static Problem tooLong() {
        return Problem.conflict(
                "conflict",
                "The list is too long",
                "At most " + MOST + " tasks, and as many in the trash, are moved with their list.");
    }

    private static List<FieldChange> changes(
            Line line, UUID from, UUID to, String position, @Nullable TaskStatus status, Instant now) {
        List<FieldChange> changes = new ArrayList<>();
        if (status != null && status != line.status()) {
            changes.add(new FieldChange("status", line.status(), status));
            if (status == TaskStatus.DONE) {
                changes.add(new FieldChange("completed_at", line.completedAt(), now));
            }
        }
        changes.add(new FieldChange("list", from, to));
        changes.add(new FieldChange("position", line.position(), position));
        return changes;
    }

    @Override
    public void holdTrash(UUID board, UUID list) {
        trash(board, list);
    }

    @Override
    public void moveTrash(UUID board, UUID from, UUID to, Journal.Entries entries) {
        List<Trashed> trash = trash(board, from);
        if (trash.isEmpty()) {
            return;
        }
        sql.update(
                WRITE_TRASH,
                to,
                clock.instant(),
                trash.stream().map(Trashed::id).toArray(UUID[]::new));
        for (Trashed task : trash) {
            entries.add(Happening.ofTask(
                    board, "task.moved", task.id(), List.of(new FieldChange("list", from, to)), task.version() + 1));
        }
    }

    private List<Trashed> trash(UUID board, UUID list) {
        List<Trashed> trash =
                sql.list(TRASH, row -> new Trashed(row.id("id"), row.bigNumber("version")), board, list, MOST + 1);
        if (trash.size() > MOST) {
            throw tooLong();
        }
        return trash;
    }
}
