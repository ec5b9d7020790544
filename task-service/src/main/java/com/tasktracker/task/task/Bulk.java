package com.tasktracker.task.task;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Items;
import com.tasktracker.kit.body.Required;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.workflow.TaskStatus;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/// Operations that take effect all together or not at all, one after the other.
record Bulk(@Required @Items(min = 1, max = 100) List<Operation> operations) implements Body {

    static String path(int index) {
        return "operations[" + index + "]";
    }

    /// Refuses as 400, naming all that is wrong with any of them.
    void check() {
        Faults faults = new Faults();
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).check(path(i), faults);
        }
        faults.throwIfAny();
    }

    /// The tasks that are named, each once.
    UUID[] tasks() {
        return distinct(operations.stream().map(operation -> operation.id().value()));
    }

    /// Those of them that may come to stand in another list, or in none.
    UUID[] tasksThatMove() {
        return distinct(operations.stream()
                .filter(operation -> operation.op() == Operation.Kind.DELETE
                        || operation.status().isPresent())
                .map(operation -> operation.id().value()));
    }

    /// Those of them that may come to be open, be it only after an operation before has closed them.
    UUID[] tasksThatOpen() {
        return distinct(operations.stream()
                .filter(operation -> {
                    TaskStatus status = operation.status().value();
                    return status != null && status.isOpen();
                })
                .map(operation -> operation.id().value()));
    }

    UUID[] boards() {
        return distinct(operations.stream().map(operation -> operation.boardId().value()));
    }

    /// Who is to be assigned to something.
    UUID[] assignees() {
        return distinct(
                operations.stream().map(operation -> operation.assignedTo().value()));
    }

    private static UUID[] distinct(Stream<UUID> ids) {
        return ids.filter(Objects::nonNull).distinct().toArray(UUID[]::new);
    }

    /// Names the operation that was refused and, where the refusal names no member, the one that it is about.
    Problem refused(Problem problem, int index) {
        return problem.within(
                path(index), memberOf(problem, operations.get(index).op()));
    }

    private static String memberOf(Problem problem, Operation.Kind op) {
        if (problem.status() == 412) {
            return "version";
        }
        if (op != Operation.Kind.CREATE) {
            return "id";
        }
        return problem.status() == 409 ? "list_id" : "board_id";
    }
}
