package com.tasktracker.task.purge;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.board.TrashConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/// Removes for good what was deleted so long ago that it cannot be restored any longer: tasks with their comments and
/// activity, and boards with all on them. The activity of a task that has moved to another board belongs to the task
/// and goes with it, wherever it happened.
///
/// However many replicas there are, one does it at a time: each batch is a transaction under an advisory lock, which
/// ends with it. A batch is bounded in rows, and so is a run; what is left waits for the next.
@ApplicationScoped
class Purge {

    /// Clocks differ, and a restoration may be under way: what has just become too old waits a little longer.
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    private static final int TASKS_AT_ONCE = 200;
    private static final int ROWS_AT_ONCE = 5_000;
    private static final int BATCHES_A_RUN = 2_000;

    /// The number stands for nothing but this.
    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(7203114580012002) AS is_ours";

    private static final String OLD_TASKS = """
            SELECT id FROM task WHERE deleted_at < ? ORDER BY deleted_at LIMIT ? FOR UPDATE SKIP LOCKED""";

    private static final String OLD_BOARD = """
            SELECT id, team_id FROM board WHERE deleted_at < ? ORDER BY deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED""";

    private static final String TASKS_OF_BOARD = """
            SELECT id FROM task WHERE team_id = ? AND board_id = ? AND deleted_at IS NULL LIMIT ? FOR UPDATE""";

    private static final String TRASH_OF_BOARD = """
            SELECT id FROM task WHERE team_id = ? AND board_id = ? AND deleted_at IS NOT NULL LIMIT ? FOR UPDATE""";

    private static final String COMMENTS = """
            DELETE FROM comment WHERE id IN (SELECT id FROM comment WHERE task_id = ANY (?) LIMIT ?)""";

    private static final String ACTIVITY_OF_TASKS = """
            DELETE FROM activity WHERE (board_id, seq) IN (
                SELECT board_id, seq FROM activity WHERE task_id = ANY (?) AND of_task LIMIT ?)""";

    /// Whoever is still writing what happens on the board is waited for; whoever comes later finds no counter and
    /// writes nothing. So no row is left behind by whoever came between the removal of the activity and that of the
    /// board.
    private static final String HOLD_COUNTER = "SELECT board_id FROM board_head WHERE board_id = ? FOR UPDATE";

    /// The tasks of the board are gone by now: those that are still there stand elsewhere.
    private static final String ACTIVITY_OF_BOARD = """
            DELETE FROM activity WHERE board_id = ? AND seq IN (
                SELECT seq FROM activity WHERE board_id = ?
                    AND NOT (of_task AND EXISTS (SELECT FROM task t WHERE t.id = activity.task_id))
                ORDER BY seq LIMIT ?)""";

    private static final Logger LOG = Logger.getLogger(Purge.class);

    private final Sql sql;
    private final TrashConfig config;
    private final Clock clock;

    Purge(Sql sql, TrashConfig config, Clock clock) {
        this.sql = sql;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        Duration margin = config.retention().dividedBy(100);
        Instant before = clock.instant()
                .minus(config.retention())
                .minus(margin.compareTo(LONGEST_MARGIN) < 0 ? margin : LONGEST_MARGIN);
        int removed = inBatches(() -> tasks(before)) + inBatches(() -> board(before));
        if (removed > 0) {
            LOG.infof("purged %d rows of what was deleted before %s", removed, before);
        }
    }

    private int inBatches(IntSupplier batch) {
        int all = 0;
        for (int i = 0; i < BATCHES_A_RUN; i++) {
            int removed = QuarkusTransaction.requiringNew().call(() -> isOurs() ? batch.getAsInt() : 0);
            if (removed == 0) {
                return all;
            }
            all += removed;
        }
        return all;
    }

    private boolean isOurs() {
        return sql.first(LOCK, row -> row.flag("is_ours")).orElse(false);
    }

    /// One batch of tasks out of the trash; answers how many rows that removed.
    private int tasks(Instant before) {
        return remove(sql.list(OLD_TASKS, row -> row.id("id"), before, TASKS_AT_ONCE));
    }

    /// Removes tasks that are held, once nothing more belongs to them: a task with many comments takes several batches.
    private int remove(List<UUID> tasks) {
        if (tasks.isEmpty()) {
            return 0;
        }
        UUID[] ids = tasks.toArray(UUID[]::new);
        int comments = sql.update(COMMENTS, ids, ROWS_AT_ONCE);
        if (comments == ROWS_AT_ONCE) {
            return comments;
        }
        int activity = sql.update(ACTIVITY_OF_TASKS, ids, ROWS_AT_ONCE);
        if (activity == ROWS_AT_ONCE) {
            return comments + activity;
        }
        return comments + activity + sql.update("DELETE FROM task WHERE id = ANY (?)", (Object) ids);
    }

    private record Old(UUID id, UUID team) {}

    /// One batch of what is on the board that was deleted first, at last the board itself.
    private int board(Instant before) {
        List<Old> boards = sql.list(OLD_BOARD, row -> new Old(row.id("id"), row.id("team_id")), before);
        if (boards.isEmpty()) {
            return 0;
        }
        Old board = boards.getFirst();
        for (String some : List.of(TASKS_OF_BOARD, TRASH_OF_BOARD)) {
            int removed = remove(sql.list(some, row -> row.id("id"), board.team(), board.id(), TASKS_AT_ONCE));
            if (removed > 0) {
                return removed;
            }
        }
        sql.first(HOLD_COUNTER, row -> true, board.id());
        int activity = sql.update(ACTIVITY_OF_BOARD, board.id(), board.id(), ROWS_AT_ONCE);
        return activity == ROWS_AT_ONCE
                ? activity
                : activity + sql.update("DELETE FROM board WHERE id = ?", board.id());
    }
}
