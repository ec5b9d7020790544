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
import java.util.List;
import java.util.Optional;
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

    /// All that is needed is locked in the order that everybody keeps.
    private static final String HOLD_ASSIGNEES = """
            SELECT person_id FROM member WHERE person_id = ANY (?) AND team_id IN
                (SELECT team_id FROM member WHERE person_id = ?)
            ORDER BY person_id, team_id FOR SHARE""";

    private static final String HOLD_TASKS = """
            SELECT id FROM task WHERE id = ANY (?) AND team_id IN (SELECT team_id FROM member WHERE person_id = ?)
            ORDER BY id FOR NO KEY UPDATE""";

    private final Workbench workbench;
    private final Sql sql;
    private final Gate gate;
    private final ObjectMapper json;

    BulkWork(Workbench workbench, Sql sql, Gate gate, ObjectMapper json) {
        this.workbench = workbench;
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
        sql.list(HOLD_ASSIGNEES, row -> true, bulk.assignees(), caller.id());
        sql.list(HOLD_TASKS, row -> true, bulk.tasks(), caller.id());
        List<BulkView.Result> results = new ArrayList<>();
        for (int i = 0; i < bulk.operations().size(); i++) {
            try {
                results.add(run(caller, bulk.operations().get(i), entries));
            } catch (Problem problem) {
                throw Bulk.refused(problem, i);
            }
        }
        String answer = write(new BulkView(results));
        claim.keep(null, answer);
        return answer;
    }

    private BulkView.Result run(Caller caller, Operation operation, Journal.Entries entries) {
        return switch (operation.op()) {
            case CREATE -> {
                TaskView task = workbench.create(caller, operation.creation(), Optional::empty, entries);
                yield new BulkView.Result(operation.op(), task.id(), task);
            }
            case UPDATE -> {
                UUID id = operation.task();
                TaskView task = workbench.edit(caller, id, operation.edit(), precondition(operation), entries);
                yield new BulkView.Result(operation.op(), id, task);
            }
            case DELETE -> {
                UUID id = operation.task();
                workbench.delete(caller, id, precondition(operation), entries);
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
