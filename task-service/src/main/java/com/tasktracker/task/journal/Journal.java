package com.tasktracker.task.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.Serial;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The log of what happens on boards, in which every change is written by the transaction that makes it.
///
/// What happened is collected during the transaction and written by its last statement, which numbers it from the
/// board's counter: nothing is locked after the counter, so numbers grow in the order of commits, and whoever has read
/// up to one has missed nothing before it.
@ApplicationScoped
public class Journal {

    /// Statements that got in each other's way are tried again this often.
    private static final int ATTEMPTS = 4;

    private static final String DEADLOCK = "40P01";

    private static final String INSERT_ONE = """
            INSERT INTO activity (board_id, seq, id, type, task_id, comment_id, list_id, actor, changes, version, at, of_task)
            SELECT head.board_id, head.seq, ?, ?, ?, ?, ?, ?, CAST(? AS json), ?, ?, ? FROM head""";

    private static final String WRITE_ONE = """
            WITH head AS (UPDATE board_head SET seq = seq + 1 WHERE board_id = ? RETURNING board_id, seq)
            """ + INSERT_ONE;

    /// Several in one statement: what is the same for all is said once, the rest as arrays.
    private static final String WRITE_ALL = """
            WITH head AS (UPDATE board_head SET seq = seq + ? WHERE board_id = ? RETURNING seq)
            INSERT INTO activity (board_id, seq, id, type, task_id, comment_id, list_id, actor, changes, version, at, of_task)
            SELECT CAST(? AS uuid), head.seq - ? + e.n, e.id, e.type, e.task_id, e.comment_id, e.list_id,
                CAST(? AS uuid), CAST(e.changes AS json), CAST(e.version AS bigint), CAST(? AS timestamptz),
                CAST(e.of_task AS boolean)
            FROM head, unnest(?, ?, ?, ?, ?, ?, ?, ?)
                WITH ORDINALITY AS e (id, type, task_id, comment_id, list_id, changes, version, of_task, n)""";

    private static final Logger LOG = Logger.getLogger(Journal.class);

    private final Sql sql;
    private final Bell bell;
    private final ObjectMapper json;
    private final Clock clock;

    Journal(Sql sql, Bell bell, ObjectMapper json, Clock clock) {
        this.sql = sql;
        this.bell = bell;
        this.json = json;
        this.clock = clock;
    }

    /// What one transaction has to tell.
    public static final class Entries {

        private final @Nullable UUID actor;
        private final Map<UUID, List<Happening>> byBoard = new TreeMap<>();

        /// @param actor who does it; `null` for nobody in particular
        public Entries(@Nullable UUID actor) {
            this.actor = actor;
        }

        public boolean isEmpty() {
            return byBoard.isEmpty();
        }

        public void add(Happening happening) {
            byBoard.computeIfAbsent(happening.boardId(), _ -> new ArrayList<>()).add(happening);
        }

        /// Something was told on that board by the statement that did it: see [#within].
        private void addWritten(UUID board) {
            byBoard.computeIfAbsent(board, _ -> new ArrayList<>());
        }
    }

    /// Thrown by work that finds what it has read to be gone by now: it is run again from its beginning.
    public static final class Outrun extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        public Outrun() {
            super(null, null, false, false);
        }
    }

    /// Runs the work in a transaction of its own and writes, last, what it has to tell. Work that met a deadlock, or
    /// was [Outrun], is run again from its beginning; 503 where that happens again and again.
    ///
    /// @param actor who does it; `null` for nobody in particular
    public <T> T commit(@Nullable UUID actor, Function<Entries, T> work) {
        return again(
                actor,
                entries -> QuarkusTransaction.disallowingExisting().call(() -> {
                    T done = work.apply(entries);
                    write(entries);
                    return done;
                }));
    }

    /// The same for work that needs no transaction, since it changes all that it changes by one statement, which also
    /// writes what there is to tell: see [#within].
    public <T> T commitAtOnce(@Nullable UUID actor, Function<Entries, T> work) {
        return again(actor, work);
    }

    private <T> T again(@Nullable UUID actor, Function<Entries, T> work) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return once(actor, work);
            } catch (Outrun _) {
                LOG.debug("what was read is gone: the work is run again");
            } catch (DatabaseException e) {
                if (!e.state().equals(DEADLOCK)) {
                    throw e;
                }
                LOG.debug("the work met a deadlock and is run again");
            }
        }
        try {
            return once(actor, work);
        } catch (Outrun _) {
            throw Problem.unavailable("Too much is happening to this at once.", 1);
        }
    }

    private <T> T once(@Nullable UUID actor, Function<Entries, T> work) {
        Entries entries = new Entries(actor);
        T result = work.apply(entries);
        announce(entries);
        return result;
    }

    /// Wakes whoever watches the boards of which something was told, once that is committed.
    public void announce(Entries entries) {
        if (!entries.byBoard.isEmpty()) {
            bell.ring(entries.byBoard.keySet());
        }
    }

    /// Writes what a transaction has to tell, as its last statements: one a board, in the order of the boards' ids.
    public void write(Entries entries) {
        Instant now = clock.instant();
        entries.byBoard.forEach((board, happenings) -> write(board, entries.actor, now, happenings));
    }

    private void write(UUID board, @Nullable UUID actor, Instant now, List<Happening> told) {
        if (told.isEmpty()) {
            return;
        }
        if (told.size() == 1) {
            sql.update(WRITE_ONE, parameters(actor, now, told.getFirst()).toArray());
            return;
        }
        int count = told.size();
        sql.update(
                WRITE_ALL,
                count,
                board,
                board,
                count,
                actor,
                now,
                told.stream().map(_ -> Ids.next(clock)).toArray(UUID[]::new),
                texts(told, Happening::type),
                ids(told, Happening::taskId),
                ids(told, Happening::commentId),
                ids(told, Happening::listId),
                texts(told, happening -> write(happening.changes())),
                texts(told, happening -> Long.toString(happening.version())),
                texts(told, happening -> Boolean.toString(happening.isOfTask())));
    }

    /// Common table expressions by which a statement that makes a change tells it as well: it takes the counter, and
    /// writes, once it has made the change and where it made one. Their parameters are [#parameters]. It has to be
    /// the transaction's last statement, and all that it tells, since the counter is taken last.
    ///
    /// @param change the name of the expression before, which holds one row where the change was made
    public static String within(String change) {
        return """
                head AS (UPDATE board_head SET seq = seq + 1 FROM %s WHERE board_id = ? RETURNING board_id, seq),
                told AS (%s)""".formatted(change, INSERT_ONE);
    }

    /// What [#within] is given for something that is told.
    ///
    /// @param entries of the transaction, which learn of it
    public List<@Nullable Object> parameters(Entries entries, Happening one) {
        entries.addWritten(one.boardId());
        return parameters(entries.actor, clock.instant(), one);
    }

    private List<@Nullable Object> parameters(@Nullable UUID actor, Instant now, Happening one) {
        return Arrays.asList(
                one.boardId(),
                Ids.next(clock),
                one.type(),
                one.taskId(),
                one.commentId(),
                one.listId(),
                actor,
                write(one.changes()),
                one.version(),
                now,
                one.isOfTask());
    }

    private static @Nullable UUID[] ids(List<Happening> told, Function<Happening, @Nullable UUID> member) {
        @Nullable UUID[] ids = new UUID[told.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = member.apply(told.get(i));
        }
        return ids;
    }

    private static String[] texts(List<Happening> told, Function<Happening, String> member) {
        return told.stream().map(member).toArray(String[]::new);
    }

    private String write(List<FieldChange> changes) {
        try {
            return changes.isEmpty() ? "[]" : json.writeValueAsString(changes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
