package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.people.Role;
import com.tasktracker.task.position.Position;
import com.tasktracker.task.workflow.TaskStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// All that is done to tasks, each within a running transaction: what the single routes and the bulk have in common.
@ApplicationScoped
class Workbench {

    private final Tasks tasks;
    private final ListOrder order;
    private final Clock clock;

    Workbench(Tasks tasks, ListOrder order, Clock clock) {
        this.tasks = tasks;
        this.order = order;
        this.clock = clock;
    }

    /// Whether the same request has created something before, and what it creates now.
    record Repeat(Supplier<Optional<UUID>> earlier, Consumer<UUID> keep) {

        /// Of what is not repeated by itself.
        static final Repeat NONE = new Repeat(Optional::empty, _ -> {});

        static Repeat of(Idempotency.Claim claim) {
            return new Repeat(() -> claim.replayed().map(Idempotency.Earlier::createdId), claim::keep);
        }
    }

    /// Creates a task, unless the same request did so before.
    TaskView create(Caller caller, NewTask body, Repeat repeat, Journal.Entries entries) {
        return create(caller, body, repeat, tasks, entries);
    }

    TaskView create(Caller caller, NewTask body, Repeat repeat, Backing backing, Journal.Entries entries) {
        Tasks.Prepared prepared = backing.prepared(caller, body.boardId(), body.assignedTo())
                .orElseThrow(() -> Problem.invalidReference("board_id", "is no board of yours"));
        requireWork(prepared.role());
        Optional<UUID> created = repeat.earlier().get();
        if (created.isPresent()) {
            return tasks.createdBy(caller, created.get());
        }
        if (body.assignedTo() != null && prepared.candidate() == null) {
            throw unassignable();
        }
        Slots.Start start = prepared.slots().start(body.listId(), body.status());
        Instant now = clock.instant();
        Task.State draft = new Task.State(
                Ids.next(clock),
                prepared.slots().teamId(),
                Place.of(prepared.slots(), start.slot()),
                body.title(),
                body.description(),
                start.status(),
                body.priority() == null ? TaskPriority.MEDIUM : body.priority(),
                prepared.candidate(),
                TaskEdit.distinct(body.labels()),
                body.dueDate(),
                0,
                prepared.creator(),
                now,
                now,
                start.status() == TaskStatus.DONE ? now : null,
                null,
                1);
        repeat.keep().accept(draft.id());
        return TaskView.of(backing.create(draft, entries));
    }

    /// Changes the members that were sent.
    ///
    /// @param precondition refuses a version that is not wanted
    TaskView edit(Caller caller, UUID id, TaskEdit edit, Consumer<TaskView> precondition, Journal.Entries entries) {
        return edit(caller, id, edit, precondition, tasks, entries);
    }

    TaskView edit(
            Caller caller,
            UUID id,
            TaskEdit edit,
            Consumer<TaskView> precondition,
            Backing backing,
            Journal.Entries entries) {
        UUID wanted = edit.assignedTo().value();
        Tasks.Found found = backing.opened(caller, id, wanted);
        requireWork(found.role());
        Task task = found.task();
        precondition.accept(TaskView.of(task));
        Assignee candidate = found.candidate();
        if (wanted != null && candidate == null && !isAssignedTo(task, wanted)) {
            throw unassignable();
        }
        boolean wasOpen = task.isOpen();
        Instant now = clock.instant();
        task.rename(edit.title().orKeep(task.title()));
        task.describe(edit.description().over(task.description()));
        task.prioritise(edit.priority().orKeep(task.priority()));
        if (edit.assignedTo().isPresent() && !(wanted != null && isAssignedTo(task, wanted))) {
            task.assignTo(candidate);
        }
        if (edit.labels().isPresent()) {
            task.label(TaskEdit.distinct(edit.labels().value()));
        }
        task.due(edit.dueDate().over(task.dueDate()));
        become(task, edit.status().orKeep(task.status()), backing, now);
        releaseIfReopened(task, wasOpen, backing);
        return settle(task, "task.updated", now, backing, entries);
    }

    private static boolean isAssignedTo(Task task, UUID person) {
        Assignee assignee = task.assignee();
        return assignee != null && assignee.person().id().equals(person);
    }

    /// Whoever left the team keeps what is closed or in the trash, but cannot hold what is open again.
    private static void releaseIfReopened(Task task, boolean wasOpen, Backing backing) {
        Assignee holder = task.assignee();
        if (!wasOpen && task.isOpen() && holder != null) {
            task.assignTo(backing.stillAllowed(task.teamId(), holder).orElse(null));
        }
    }

    private static void become(Task task, TaskStatus next, Backing backing, Instant now) {
        if (task.status() == next) {
            return;
        }
        task.become(next, now);
        Slots slots = backing.slotsOfBoard(task.place().boardId());
        Slot slot = slots.next(task.place().listId(), next);
        if (!slot.id().equals(task.place().listId())) {
            task.moveTo(Place.of(slots, slot), backing.change(task.place().listId(), slot.id()));
        }
    }

    /// Moves a task to a place in a list of its team; what the list carries, it becomes.
    TaskView move(Caller caller, UUID id, TaskMove move, Consumer<TaskView> precondition, Journal.Entries entries) {
        Tasks.Found found = tasks.opened(caller, id, null);
        requireWork(found.role());
        Task task = found.task();
        precondition.accept(TaskView.of(task));
        Slots slots = tasks.slotsOfList(move.listId())
                .filter(some -> some.teamId().equals(task.teamId()))
                .orElseThrow(() -> Problem.invalidReference("list_id", "is no list of the task's team"));
        Slot slot = slots.find(move.listId()).orElseThrow();
        Instant now = clock.instant();
        boolean wasOpen = task.isOpen();
        boolean hasNewStatus = slot.status() != null && slot.status() != task.status();
        if (slot.status() != null) {
            task.become(slot.status(), now);
            releaseIfReopened(task, wasOpen, tasks);
        }
        UUID oldBoard = task.place().boardId();
        Position end = tasks.change(task.place().listId(), slot.id());
        task.moveTo(Place.of(slots, slot), position(task, slots.boardId(), move, end, entries));
        if (task.settle(now)) {
            Happening moved = happening(task, hasNewStatus ? "task.updated" : "task.moved");
            if (!oldBoard.equals(slots.boardId())) {
                entries.add(moved.alsoOn(oldBoard));
            }
            tasks.save(task, moved, entries);
        }
        return TaskView.of(task);
    }

    private Position position(Task task, UUID board, TaskMove move, Position end, Journal.Entries entries) {
        UUID before = move.before();
        UUID after = move.after();
        if (task.id().equals(before) || task.id().equals(after)) {
            throw Problem.invalidReference(before == null ? "after" : "before", "is the task itself");
        }
        if (before != null) {
            return order.before(new ListOrder.Wish(board, move.listId(), before, task.id(), end), entries)
                    .orElseThrow(() -> Problem.invalidReference("before", "is no task of the list"));
        }
        if (after != null) {
            return order.after(new ListOrder.Wish(board, move.listId(), after, task.id(), end), entries)
                    .orElseThrow(() -> Problem.invalidReference("after", "is no task of the list"));
        }
        return end;
    }

    /// Puts a task into the trash.
    void delete(Caller caller, UUID id, Consumer<TaskView> precondition, Journal.Entries entries) {
        delete(caller, id, precondition, tasks, entries);
    }

    void delete(Caller caller, UUID id, Consumer<TaskView> precondition, Backing backing, Journal.Entries entries) {
        Tasks.Found found = backing.opened(caller, id, null);
        Task task = found.task();
        if (!mayDelete(found, caller)) {
            throw Problem.forbidden("Only its creator, while a member, and admins delete a task.");
        }
        precondition.accept(TaskView.of(task));
        Instant now = clock.instant();
        task.delete(now);
        backing.leave(task.place().listId());
        settle(task, "task.deleted", now, backing, entries);
    }

    /// Takes a task out of the trash, to the end of its list. What is not there stays as it is.
    TaskView restore(Caller caller, UUID id, Journal.Entries entries) {
        Tasks.Found found = tasks.openedWithTrash(caller, id);
        Task task = found.task();
        if (!mayDelete(found, caller)) {
            if (task.deletedAt() != null) {
                throw Problem.notFound();
            }
            throw Problem.forbidden("Only its creator, while a member, and admins restore a task.");
        }
        if (task.deletedAt() == null) {
            return TaskView.of(task);
        }
        task.restore();
        releaseIfReopened(task, false, tasks);
        task.moveTo(task.place(), order.enter(task.place().listId()));
        return settle(task, "task.restored", clock.instant(), tasks, entries);
    }

    private static boolean mayDelete(Tasks.Found found, Caller caller) {
        Role role = found.role();
        return role.managesBoards()
                || (role.worksOnTasks() && found.task().createdBy().id().equals(caller.id()));
    }

    private static TaskView settle(Task task, String type, Instant now, Backing backing, Journal.Entries entries) {
        if (task.settle(now)) {
            backing.save(task, happening(task, type), entries);
        }
        return TaskView.of(task);
    }

    private static Happening happening(Task task, String type) {
        return Happening.ofTask(task.place().boardId(), type, task.id(), task.changes(), task.version());
    }

    private static void requireWork(Role role) {
        if (!role.worksOnTasks()) {
            throw Problem.forbidden("A viewer looks on; ask an admin of the team for more.");
        }
    }

    private static Problem unassignable() {
        return Problem.invalidReference("assigned_to", "is no admin or member of the task's team");
    }
}
