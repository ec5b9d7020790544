package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.position.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the operations of a bulk work on: memberships, tasks and lists that the transaction holds, so that they stay as
/// they were read, and what the operations have made of them, which is written when all of them are through.
final class Held implements Backing {

    private final Map<Tasks.Candidacy, Assignee> candidates;
    private final Map<UUID, Tasks.Found> opened;
    private final Map<Tasks.Candidacy, UUID> holders;
    private final HeldLists lists;
    private final List<Task> created = new ArrayList<>();
    private final Map<UUID, Task> saved = new LinkedHashMap<>();
    private final Map<UUID, Task> withNewTerms = new LinkedHashMap<>();

    /// @param candidates who may be assigned
    /// @param opened the tasks that the operations name
    /// @param holders the memberships of those who still may hold what may be opened again
    Held(
            Map<Tasks.Candidacy, Assignee> candidates,
            Map<UUID, Tasks.Found> opened,
            Map<Tasks.Candidacy, UUID> holders,
            HeldLists lists) {
        this.candidates = candidates;
        this.opened = opened;
        this.holders = holders;
        this.lists = lists;
    }

    /// Writes what has come of it.
    void write(TaskTable table, ListOrder order) {
        table.addAll(created);
        table.saveAll(saved.values(), withNewTerms.values());
        order.saveAll(lists.changed());
    }

    @Override
    public Optional<Tasks.Prepared> prepared(Caller caller, UUID board, @Nullable UUID assignee) {
        return lists.board(board)
                .map(one -> new Tasks.Prepared(
                        one.slots(),
                        one.role(),
                        one.caller(),
                        candidate(one.slots().teamId(), assignee)));
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
        return new Tasks.Found(task.again(), found.role(), candidate(task.teamId(), assignee));
    }

    private @Nullable Assignee candidate(UUID team, @Nullable UUID person) {
        return person == null ? null : candidates.get(new Tasks.Candidacy(team, person));
    }

    @Override
    public Slots slotsOfBoard(UUID board) {
        return lists.board(board).orElseThrow(Journal.Outrun::new).slots();
    }

    @Override
    public Optional<Assignee> stillAllowed(UUID team, Assignee holder) {
        Tasks.Candidacy candidacy = new Tasks.Candidacy(team, holder.person().id());
        Assignee candidate = candidates.get(candidacy);
        return candidate != null
                ? Optional.of(candidate)
                : Optional.ofNullable(holders.get(candidacy))
                        .map(membership -> new Assignee(holder.person(), membership));
    }

    @Override
    public void leave(UUID list) {
        lists.find(list).leave();
    }

    @Override
    public Position change(UUID from, UUID to) {
        if (from.equals(to)) {
            return lists.find(to).end();
        }
        lists.find(from).leave();
        return lists.find(to).enter();
    }

    @Override
    public Task create(Task.State draft, Journal.Entries entries) {
        Task task = new Task(draft, lists.find(draft.place().listId()).enter());
        created.add(task);
        entries.add(Happening.ofTask(draft.place().boardId(), TaskTable.CREATED, task.id(), List.of(), task.version()));
        return task;
    }

    @Override
    public void save(Task task, Happening done, Journal.Entries entries) {
        entries.add(done);
        saved.put(task.id(), task);
        if (task.hasNewTerms() || withNewTerms.containsKey(task.id())) {
            withNewTerms.put(task.id(), task);
        }
    }
}
