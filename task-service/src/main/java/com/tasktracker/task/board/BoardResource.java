package com.tasktracker.task.board;

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
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.people.PersonSummary;
import com.tasktracker.task.workflow.TaskStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/// Boards.
@Path("/boards")
@Tag(name = "Boards")
@RunOnVirtualThread
class BoardResource {

    private static final SortKey NAME = SortKey.of("name", "b.name_key", "text");
    private static final SortKey CREATED_AT = SortKey.of("created_at", "b.created_at", "timestamptz");

    private final Boards boards;
    private final Journal journal;
    private final CurrentRequest request;
    private final Idempotency idempotency;
    private final Pages pages;
    private final ETags tags;
    private final Clock clock;

    BoardResource(
            Boards boards,
            Journal journal,
            CurrentRequest request,
            Idempotency idempotency,
            Pages pages,
            ETags tags,
            Clock clock) {
        this.boards = boards;
        this.journal = journal;
        this.request = request;
        this.idempotency = idempotency;
        this.pages = pages;
        this.tags = tags;
        this.clock = clock;
    }

    @POST
    @Operation(operationId = "createBoard", summary = "Create a board with its lists")
    @Outcome(
            status = 201,
            repeatable = true,
            problems = {"forbidden", "invalid-reference"})
    public RestResponse<BoardView> create(NewBoard body) {
        Caller caller = request.caller();
        BoardView view = idempotency.attempt(
                caller.id().toString(),
                claim -> journal.commit(caller.id(), entries -> {
                    Boards.Membership membership = boards.membership(caller, body.teamId())
                            .orElseThrow(() -> Problem.invalidReference("team_id", "is no team of yours"));
                    if (!membership.role().managesBoards()) {
                        throw Problem.forbidden("Only an admin of the team creates boards.");
                    }
                    Optional<UUID> earlier = claim.replayed().map(Idempotency.Earlier::createdId);
                    if (earlier.isPresent()) {
                        Boards.Found found = boards.visibleTo(caller, earlier.get(), true);
                        return BoardView.of(found.board(), found.lists());
                    }
                    Instant now = clock.instant();
                    Board board = Board.create(
                            Ids.next(clock), body.teamId(), body.name(), body.description(), membership.person(), now);
                    List<BoardList> lists = lists(board, body.lists(), membership.person(), now);
                    boards.add(board, lists);
                    claim.keep(board.id());
                    entries.add(Happening.ofBoard(board.id(), "board.created", List.of(), board.version()));
                    return BoardView.of(board, lists);
                }));
        return ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .header("Location", "/boards/" + view.id())
                .build();
    }

    private List<BoardList> lists(Board board, @Nullable List<String> names, PersonSummary creator, Instant now) {
        List<BoardList> lists = new ArrayList<>();
        if (names == null) {
            lists.add(list(board, "To Do", TaskStatus.TODO, 0, creator, now));
            lists.add(list(board, "In Progress", TaskStatus.IN_PROGRESS, 1, creator, now));
            lists.add(list(board, "Done", TaskStatus.DONE, 2, creator, now));
        } else {
            for (String name : names) {
                lists.add(list(board, name, null, lists.size(), creator, now));
            }
        }
        return lists;
    }

    private BoardList list(
            Board board, String name, @Nullable TaskStatus status, int index, PersonSummary creator, Instant now) {
        return BoardList.create(Ids.next(clock), board, name, status, null, ListSequence.start(index), creator, now);
    }

    @GET
    @Parameter(
            name = "team",
            in = ParameterIn.QUERY,
            description = "ids of teams",
            schema = @Schema(implementation = UUID[].class))
    @Parameter(
            name = "deleted",
            in = ParameterIn.QUERY,
            description = "`true`: those that the caller may restore",
            schema = @Schema(implementation = Boolean.class))
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "`name` unless given",
            schema = @Schema(enumeration = {"name", "-name", "created_at", "-created_at"}))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listBoards", summary = "The boards of the caller's teams")
    @Outcome
    public Page<BoardView> list() {
        Parameters parameters = request.parameters();
        List<UUID> teams = parameters.ids("team");
        boolean deleted = parameters.flag("deleted");
        PageRequest page = pages.read(parameters, List.of(NAME, CREATED_AT), Ordering.ascending(NAME));
        parameters.verify();
        return boards.list(request.caller(), page, teams, deleted);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getBoard", summary = "A board with its lists")
    @Outcome
    public BoardView read(UUID id) {
        Boards.Found found = boards.visibleTo(request.caller(), id, false);
        return BoardView.of(found.board(), found.lists());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Operation(operationId = "changeBoard", summary = "Change a board")
    @Outcome(conditional = true, problems = "forbidden")
    public BoardView change(UUID id, BoardEdit edit) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        return journal.commit(caller.id(), entries -> {
            Boards.Found found = boards.openedBy(caller, id, false);
            requireAdmin(found);
            Board board = found.board();
            BoardView current = BoardView.of(board, found.lists());
            wanted.require(current, tags, edit.conflicts(current));
            board.rename(edit.name().orKeep(board.name()));
            board.describe(edit.description().over(board.description()));
            return settle(found, "board.updated", entries);
        });
    }

    /// Hides the board and, without touching them, its tasks.
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteBoard", summary = "Delete a board; it can be restored")
    @Outcome(conditional = true, problems = "forbidden")
    public void delete(UUID id) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        journal.commit(caller.id(), entries -> {
            Boards.Found found = boards.openedBy(caller, id, false);
            requireAdmin(found);
            wanted.require(BoardView.of(found.board(), found.lists()), tags, Map.of());
            found.board().delete(clock.instant());
            return settle(found, "board.deleted", entries);
        });
    }

    /// Brings the board back with all on it. What is not deleted stays as it is.
    @POST
    @Path("/{id}/restore")
    @Operation(operationId = "restoreBoard", summary = "Bring a deleted board back")
    @Outcome(problems = "forbidden")
    public BoardView restore(UUID id) {
        Caller caller = request.caller();
        return journal.commit(caller.id(), entries -> {
            Boards.Found found = boards.openedBy(caller, id, true);
            if (found.board().deletedAt() != null && !found.role().managesBoards()) {
                throw Problem.notFound();
            }
            requireAdmin(found);
            found.board().restore();
            return settle(found, "board.restored", entries);
        });
    }

    private BoardView settle(Boards.Found found, String type, Journal.Entries entries) {
        Board board = found.board();
        if (board.settle(clock.instant())) {
            boards.save(board);
            entries.add(Happening.ofBoard(board.id(), type, board.changes(), board.version()));
        }
        return BoardView.of(board, found.lists());
    }

    private static void requireAdmin(Boards.Found found) {
        if (!found.role().managesBoards()) {
            throw Problem.forbidden("Only an admin of the team changes its boards.");
        }
    }
}
