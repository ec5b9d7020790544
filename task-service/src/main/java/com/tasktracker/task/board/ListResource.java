package com.tasktracker.task.board;

import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.ETags;
import com.tasktracker.kit.http.Idempotency;
import com.tasktracker.kit.http.IfMatch;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.page.Ordering;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.position.Position;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/// The lists of a board.
@Path("/boards/{id}/lists")
@Tag(name = "Lists")
@RunOnVirtualThread
class ListResource {

    private final Boards boards;
    private final Lists lists;
    private final ListContents contents;
    private final Journal journal;
    private final CurrentRequest request;
    private final Idempotency idempotency;
    private final Pages pages;
    private final ETags tags;
    private final Clock clock;

    ListResource(
            Boards boards,
            Lists lists,
            ListContents contents,
            Journal journal,
            CurrentRequest request,
            Idempotency idempotency,
            Pages pages,
            ETags tags,
            Clock clock) {
        this.boards = boards;
        this.lists = lists;
        this.contents = contents;
        this.journal = journal;
        this.request = request;
        this.idempotency = idempotency;
        this.pages = pages;
        this.tags = tags;
        this.clock = clock;
    }

    @GET
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listLists", summary = "The lists of a board, in order")
    @Outcome
    public Page<ListView> list(UUID id) {
        Parameters parameters = request.parameters();
        PageRequest page = pages.read(parameters, List.of(Lists.POSITION), Ordering.ascending(Lists.POSITION));
        parameters.verify();
        return lists.of(request.caller(), id, page);
    }

    @GET
    @Path("/{list_id}")
    @Operation(operationId = "getList", summary = "A list of a board")
    @Outcome
    public ListView read(UUID id, @RestPath("list_id") UUID listId) {
        return ListView.of(lists.visibleTo(request.caller(), id, listId));
    }

    @POST
    @Operation(operationId = "createList", summary = "Add a list to a board")
    @Outcome(
            status = 201,
            repeatable = true,
            problems = {"forbidden", "conflict", "invalid-reference"})
    public RestResponse<ListView> create(UUID id, NewList body) {
        requireOneNeighbour(body.before(), body.after());
        Caller caller = request.caller();
        ListView view = idempotency.attempt(
                caller.id().toString(),
                claim -> journal.commit(caller.id(), entries -> {
                    Boards.Found found = openedBy(caller, id);
                    Optional<UUID> earlier = claim.replayed().map(Idempotency.Earlier::createdId);
                    if (earlier.isPresent()) {
                        return ListView.of(lists.visibleTo(caller, id, earlier.get()));
                    }
                    BoardList list = add(caller, found, body);
                    claim.keep(list.id());
                    entries.add(Happening.ofList(id, "list.created", list.id(), List.of(), list.version()));
                    return ListView.of(list);
                }));
        return ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .header("Location", "/boards/" + id + "/lists/" + view.id())
                .build();
    }

    private BoardList add(Caller caller, Boards.Found found, NewList body) {
        if (found.lists().size() >= BoardList.MOST) {
            throw Problem.conflict(
                    "conflict", "The board is full of lists", "A board has at most " + BoardList.MOST + " lists.");
        }
        ListSequence sequence = withRoom(caller, found);
        Position position = sequence.place(body.before(), body.after(), null).orElseGet(sequence::end);
        Instant now = clock.instant();
        BoardList list = BoardList.create(
                Ids.next(clock),
                found.board(),
                body.name(),
                body.status(),
                body.limit(),
                position,
                boards.person(caller),
                now);
        boards.add(List.of(list));
        return list;
    }

    private ListSequence withRoom(Caller caller, Boards.Found found) {
        ListSequence sequence = new ListSequence(found.lists());
        if (!sequence.isCrowded()) {
            return sequence;
        }
        lists.spread(sequence);
        return new ListSequence(
                boards.visibleTo(caller, found.board().id(), false).lists());
    }

    @PATCH
    @Path("/{list_id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Operation(operationId = "changeList", summary = "Change or move a list")
    @Outcome(
            conditional = true,
            problems = {"forbidden", "invalid-reference"})
    public ListView change(UUID id, @RestPath("list_id") UUID listId, ListEdit edit) {
        requireOneNeighbour(edit.before().value(), edit.after().value());
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        return journal.commit(caller.id(), entries -> {
            Boards.Found found = boards.openedBy(caller, id, false);
            requireThere(found, listId);
            requireAdmin(found);
            ListSequence sequence = withRoom(caller, found);
            BoardList list = sequence.find(listId).orElseThrow(Problem::notFound);
            wanted.require(ListView.of(list), tags, edit.conflicts(ListView.of(list)));
            list.rename(edit.name().orKeep(list.name()));
            list.carry(edit.status().over(list.status()));
            list.limitTo(edit.limit().over(list.limit()));
            place(list, sequence, edit.before(), edit.after());
            if (list.settle(clock.instant())) {
                lists.save(list);
                entries.add(Happening.ofList(id, "list.updated", listId, list.changes(), list.version()));
            }
            return ListView.of(list);
        });
    }

    private static void place(BoardList list, ListSequence sequence, Change<UUID> before, Change<UUID> after) {
        sequence.place(before.value(), after.value(), list.id()).ifPresent(list::moveTo);
    }

    @DELETE
    @Path("/{list_id}")
    @Parameter(
            name = "move_to",
            in = ParameterIn.QUERY,
            description = "the list that takes its tasks",
            schema = @Schema(implementation = UUID.class))
    @Operation(operationId = "deleteList", summary = "Delete a list")
    @Outcome(
            conditional = true,
            problems = {"forbidden", "conflict", "list-full", "list-not-empty", "invalid-reference"})
    public void delete(UUID id, @RestPath("list_id") UUID listId) {
        Parameters parameters = request.parameters();
        Optional<UUID> moveTo = parameters.id("move_to");
        parameters.verify();
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        journal.commit(caller.id(), entries -> {
            // Whoever may not delete the list must not hold its tasks either.
            Boards.Found seen = boards.visibleTo(caller, id, false);
            requireThere(seen, listId);
            requireAdmin(seen);
            if (moveTo.isPresent()) {
                contents.hold(listId);
            }
            contents.holdTrash(id, listId);
            Boards.Found found = boards.openedBy(caller, id, false);
            ListSequence sequence = new ListSequence(found.lists());
            BoardList list = sequence.find(listId).orElseThrow(Problem::notFound);
            requireAdmin(found);
            wanted.require(ListView.of(list), tags, Map.of());
            remove(list, sequence, moveTo, entries);
            entries.add(Happening.ofList(id, "list.deleted", listId, List.of(), list.version()));
            return listId;
        });
    }

    private void remove(BoardList list, ListSequence sequence, Optional<UUID> moveTo, Journal.Entries entries) {
        BoardList heir = sequence.heirOf(list);
        BoardList target = moveTo.isEmpty()
                ? heir
                : sequence.find(moveTo.get())
                        .filter(other -> !other.id().equals(list.id()))
                        .orElseThrow(() -> Problem.invalidReference("move_to", "is no other list of the board"));
        lists.hold(List.of(list.id(), target.id()));
        if (lists.taskCount(list.id()) > 0) {
            if (moveTo.isEmpty()) {
                throw Problem.conflict(
                        "list-not-empty", "The list is not empty", "Name the list that takes its tasks: ?move_to=…");
            }
            contents.moveAll(list.boardId(), list.id(), target.id(), target.status(), entries);
        }
        contents.moveTrash(list.boardId(), list.id(), target.id(), entries);
        lists.remove(list);
    }

    private Boards.Found openedBy(Caller caller, UUID id) {
        Boards.Found found = boards.openedBy(caller, id, false);
        requireAdmin(found);
        return found;
    }

    private static void requireThere(Boards.Found found, UUID listId) {
        if (new ListSequence(found.lists()).find(listId).isEmpty()) {
            throw Problem.notFound();
        }
    }

    private static void requireAdmin(Boards.Found found) {
        if (!found.role().managesBoards()) {
            throw Problem.forbidden("Only an admin of the team changes the lists of its boards.");
        }
    }

    private static void requireOneNeighbour(@Nullable UUID before, @Nullable UUID after) {
        Faults faults = new Faults();
        if (before != null && after != null) {
            faults.add("after", Code.NOT_ALLOWED, "may not stand beside before");
        }
        faults.throwIfAny();
    }
}
