package com.tasktracker.task.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.people.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs the operations of a bulk within one transaction.
@ApplicationScoped
class BulkWork {

    /// Whether the caller works in each team that is concerned, as far as they see it at all. What a replay answers was
    /// theirs to do; this asks whether it still is.
    private static final String MAY_STILL = Gate.statement(" SELECT " + Gate.COLUMNS + """
            , NOT EXISTS (
                SELECT FROM (
                    SELECT team_id FROM task WHERE id = ANY (?) UNION SELECT team_id FROM board WHERE id = ANY (?)) x
                WHERE NOT EXISTS (SELECT FROM member m WHERE m.team_id = x.team_id AND m.person_id = g.caller_id
                    AND m.role IN ('admin', 'member'))) AS may
            FROM gate g""");

    /// What an operation is refused with; other problems are the whole request's.
    private static final Set<Integer> OF_AN_OPERATION = Set.of(403, 404, 409, 412, 422);

    /// Behind memberships and tasks, in the order that everybody keeps.
    private static final String HOLD_LISTS = """
            SELECT l.id FROM board_list l
            WHERE l.board_id IN (SELECT board_id FROM task WHERE id = ANY (?) UNION SELECT unnest(?))
                AND l.team_id IN (SELECT team_id FROM member WHERE person_id = ?)
            ORDER BY l.id FOR NO KEY UPDATE""";

    private final Workbench workbench;
    private final Tasks tasks;
    private final TaskTable table;
    private final Sql sql;
    private final Gate gate;
    private final ObjectMapper json;

    BulkWork(Workbench workbench, Tasks tasks, TaskTable table, Sql sql, Gate gate, ObjectMapper json) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.table = table;
        this.sql = sql;
        this.gate = gate;
        this.json = json;
    }

    /// Answers a [BulkView] as JSON, so that a repeat is answered with the same.
    String run(Caller caller, Bulk bulk, Idempotency.Claim claim, Journal.Entries entries) {
        boolean mayStill = gate.first(caller, MAY_STILL, row -> row.flag("may"), bulk.tasks(), bulk.boards())
                .orElseThrow();
        if (mayStill) {
            Optional<String> earlier = claim.replayed().map(Idempotency.Earlier::answer);
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        Held held = new Held(tasks.candidates(caller, bulk.assignees()), tasks.allOpened(caller, bulk.tasks()));
        sql.list(HOLD_LISTS, row -> true, bulk.tasksThatMove(), bulk.boards(), caller.id());
        List<BulkView.Result> results = new ArrayList<>();
        for (int i = 0; i < bulk.operations().size(); i++) {
            try {
                results.add(run(caller, bulk.operations().get(i), held, entries));
            } catch (Problem problem) {
                throw OF_AN_OPERATION.contains(problem.status()) ? Bulk.refused(problem, i) : problem;
            }
        }
        table.addAll(held.created);
        table.saveAll(held.saved.values(), held.withNewTerms.values());
        String answer = write(new BulkView(results));
        claim.keep(null, answer);
        return answer;
    }

    private BulkView.Result run(Caller caller, Operation operation, Held held, Journal.Entries entries) {
        return switch (operation.op()) {
            case CREATE -> {
                TaskView task = workbench.create(caller, operation.creation(), Workbench.Repeat.NONE, held, entries);
                yield new BulkView.Result(operation.op(), task.id(), task);
            }
            case UPDATE -> {
                UUID id = operation.task();
                TaskView task = workbench.edit(caller, id, operation.edit(), precondition(operation), held, entries);
                yield new BulkView.Result(operation.op(), id, task);
            }
            case DELETE -> {
                UUID id = operation.task();
                workbench.delete(caller, id, precondition(operation), held, entries);
                yield new BulkView.Result(operation.op(), id, null);
            }
        };
    }

    private static Consumer<TaskView> precondition(Operation operation) {
        Long version = operation.version().value();
        return task -> {
            if (version != null && task.version() != version) {
                throw Problem.of(
                        412,
                        "precondition-failed",
                        "The resource has changed",
                        "The task is at version " + task.version() + ".");
            }
        };
    }

    private String write(BulkView view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the operations of a bulk have looked up, which stays as it is since memberships, tasks and lists are held,
    /// and what they have created and changed, which is written when all of them are through.
    private final class Held implements Backing {

        private record Wanted(UUID board, @Nullable UUID assignee) {}

        private final Map<Tasks.Candidacy, Assignee> candidates;
        private final Map<UUID, Tasks.Found> opened;
        private final Map<Wanted, Optional<Tasks.Prepared>> prepared = new HashMap<>();
        private final Map<UUID, Slots> slots = new HashMap<>();
        private final List<Task> created = new ArrayList<>();
        private final Map<UUID, Task> saved = new LinkedHashMap<>();
        private final Map<UUID, Task> withNewTerms = new LinkedHashMap<>();

        Held(Map<Tasks.Candidacy, Assignee> candidates, Map<UUID, Tasks.Found> opened) {
            this.candidates = candidates;
            this.opened = opened;
        }

        @Override
        public Optional<Tasks.Prepared> prepared(Caller caller, UUID board, @Nullable UUID assignee) {
            return prepared.computeIfAbsent(new Wanted(board, assignee), _ -> tasks.prepared(caller, board, assignee));
        }

        /// As the operations before have left it.
        @Override
        public Tasks.Found opened(Caller caller, UUID id, @Nullable UUID assignee) {
            Tasks.Found found = opened.get(id);
            Task task = saved.get(id);
            if (task == null && found != null) {
                task = found.task();
            }
            if (found == null || task == null || task.deletedAt() != null) {
                throw Problem.notFound();
            }
            @Nullable
            Assignee candidate = assignee == null ? null : candidates.get(new Tasks.Candidacy(task.teamId(), assignee));
            return new Tasks.Found(task.again(), found.role(), candidate);
        }

        @Override
        public Slots slotsOfBoard(UUID board) {
            return slots.computeIfAbsent(board, tasks::slotsOfBoard);
        }

        @Override
        public void add(Task task) {
            created.add(task);
        }

        @Override
        public void save(Task task) {
            saved.put(task.id(), task);
            if (task.hasNewTerms() || withNewTerms.containsKey(task.id())) {
                withNewTerms.put(task.id(), task);
            }
        }
    }
}
