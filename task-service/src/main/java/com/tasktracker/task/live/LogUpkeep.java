package com.tasktracker.task.live;

import com.tasktracker.kit.data.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Cuts the logs of boards where nobody can resume from any more. What belongs to the activity of a task stays.
///
/// Board by board, and of each a bounded number of events in a transaction of its own, since it holds the counter that
/// writers wait for. Where a replica is at it, the others leave it to that.
@ApplicationScoped
class LogUpkeep {

    /// Events are numbered in the order of commits and timed a little before, so that neighbours may change places.
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final int BOARDS_AT_ONCE = 500;
    private static final int EVENTS_AT_ONCE = 1_000;
    /// Of events in one run; the rest is left to the next.
    private static final int MOST_BATCHES = 200;

    /// Held to the end of the transaction; the number stands for nothing but this.
    private static final String CLAIM = "SELECT pg_try_advisory_xact_lock(7203114580012001) AS is_ours";

    private static final String PAGE = """
            SELECT p.board_id, coalesce(
                (SELECT a.at < ? FROM activity a WHERE a.board_id = p.board_id AND a.seq > p.cut ORDER BY a.seq LIMIT 1),
                false) AS is_due
            FROM (SELECT board_id, cut FROM board_head WHERE board_id > ? ORDER BY board_id LIMIT ?) p
            ORDER BY p.board_id""";

    private static final String CUT = """
            WITH due AS (
                SELECT h.board_id, h.cut, (
                    SELECT max(e.seq) FROM (
                        SELECT a.seq, a.at FROM activity a WHERE a.board_id = h.board_id AND a.seq > h.cut
                        ORDER BY a.seq LIMIT ?) e
                    WHERE e.at < ?) AS upto
                FROM board_head h WHERE h.board_id = ? FOR NO KEY UPDATE),
            cut AS (
                UPDATE board_head h SET cut = due.upto FROM due
                WHERE h.board_id = due.board_id AND due.upto IS NOT NULL RETURNING h.board_id),
            gone AS (
                DELETE FROM activity a USING due
                WHERE a.board_id = due.board_id AND a.seq > due.cut AND a.seq <= due.upto AND NOT a.of_task)
            SELECT count(*) AS n FROM cut""";

    private static final UUID FIRST = new UUID(0, 0);

    private record Due(UUID board, boolean isDue) {}

    private final Sql sql;
    private final LiveConfig config;
    private final Clock clock;

    LogUpkeep(Sql sql, LiveConfig config, Clock clock) {
        this.sql = sql;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${tasktracker.live.cut-every:10m}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void cut() {
        Instant before = clock.instant().minus(config.retention()).minus(MARGIN);
        int batches = 0;
        UUID from = FIRST;
        List<Due> page;
        do {
            page = sql.list(PAGE, row -> new Due(row.id("board_id"), row.flag("is_due")), before, from, BOARDS_AT_ONCE);
            for (Due due : page) {
                from = due.board();
                while (due.isDue() && batches < MOST_BATCHES && cut(due.board(), before)) {
                    batches++;
                }
            }
        } while (page.size() == BOARDS_AT_ONCE && batches < MOST_BATCHES);
    }

    /// Says whether anything was cut.
    private boolean cut(UUID board, Instant before) {
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.first(CLAIM, row -> row.flag("is_ours"), new Object[0])
                                .orElse(false)
                        && sql.first(CUT, row -> row.number("n") > 0, EVENTS_AT_ONCE, before, board)
                                .orElse(false));
    }
}
