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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

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

    private final Workbench workbench;
    private final Tasks tasks;
    private final TaskTable table;
    private final ListOrder order;
    private final Sql sql;
    private final Gate gate;
    private final ObjectMapper json;

    BulkWork(
            Workbench workbench, Tasks tasks, TaskTable table, ListOrder order, Sql sql, Gate gate, ObjectMapper json) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.table = table;
        this.order = order;
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
        Held held = hold(caller, bulk);
        List<BulkView.Result> results = new ArrayList<>();
        for (int i = 0; i < bulk.operations().size(); i++) {
            try {
                results.add(run(caller, bulk.operations().get(i), held, entries));
            } catch (Problem problem) {
                throw OF_AN_OPERATION.contains(problem.status()) ? bulk.refused(problem, i) : problem;
            }
        }
        held.write(table, order);
        String answer = write(new BulkView(results));
        claim.keep(null, answer);
        return answer;
    }

    private Held hold(Caller caller, Bulk bulk) {
        Map<Tasks.Candidacy, Assignee> candidates = tasks.candidates(caller, bulk.assignees());
        Map<UUID, Tasks.Found> opened = tasks.allOpened(caller, bulk.tasks());
        return new Held(
                candidates,
                opened,
                holders(opened, bulk.tasksThatOpen()),
                HeldLists.hold(sql, caller, bulk.tasksThatMove(), bulk.boards()));
    }

    /// Of those that may be opened again. What is open now may be closed before by the same bulk.
    private Map<Tasks.Candidacy, UUID> holders(Map<UUID, Tasks.Found> opened, UUID[] ids) {
        Set<UUID> people = new HashSet<>();
        Set<UUID> teams = new HashSet<>();
        for (UUID id : ids) {
            Tasks.Found found = opened.get(id);
            Assignee holder = found == null ? null : found.task().assignee();
            if (found != null && holder != null) {
                people.add(holder.person().id());
                teams.add(found.task().teamId());
            }
        }
        return people.isEmpty() ? Map.of() : tasks.holders(people.toArray(UUID[]::new), teams.toArray(UUID[]::new));
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
}
