package com.tasktracker.task.comment;

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
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Happening;
import com.tasktracker.task.journal.Journal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
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

/// The comments on a task.
@Path("/tasks/{id}/comments")
@Tag(name = "Comments")
@RunOnVirtualThread
class CommentResource {

    private final Comments comments;
    private final Journal journal;
    private final CurrentRequest request;
    private final Idempotency idempotency;
    private final Pages pages;
    private final ETags tags;
    private final Clock clock;

    CommentResource(
            Comments comments,
            Journal journal,
            CurrentRequest request,
            Idempotency idempotency,
            Pages pages,
            ETags tags,
            Clock clock) {
        this.comments = comments;
        this.journal = journal;
        this.request = request;
        this.idempotency = idempotency;
        this.pages = pages;
        this.tags = tags;
        this.clock = clock;
    }

    @POST
    @Operation(operationId = "createComment", summary = "Comment on a task")
    @Outcome(status = 201, repeatable = true, problems = "forbidden")
    public RestResponse<CommentView> create(UUID id, NewComment body) {
        Caller caller = request.caller();
        CommentView view = idempotency.attempt(
                caller.id().toString(),
                claim -> journal.commit(caller.id(), entries -> {
                    Comments.Subject task = comments.subject(caller, id);
                    if (!task.role().worksOnTasks()) {
                        throw Problem.forbidden("A viewer does not comment.");
                    }
                    Optional<UUID> earlier = claim.replayed().map(Idempotency.Earlier::createdId);
                    if (earlier.isPresent()) {
                        return CommentView.of(
                                comments.visibleTo(caller, id, earlier.get()).comment());
                    }
                    Comment comment = Comment.create(
                            Ids.next(clock), id, task.teamId(), body.body(), task.caller(), clock.instant());
                    UUID board = comments.add(comment);
                    claim.keep(comment.id());
                    entries.add(happening(board, comment, "comment.created"));
                    return CommentView.of(comment);
                }));
        return ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .header("Location", "/tasks/" + id + "/comments/" + view.id())
                .build();
    }

    @GET
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "oldest first unless given",
            schema = @Schema(enumeration = {"created_at", "-created_at"}))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listComments", summary = "The comments on a task")
    @Outcome
    public Page<CommentView> list(UUID id) {
        Parameters parameters = request.parameters();
        PageRequest page =
                pages.read(parameters, List.of(Comments.CREATED_AT), Ordering.ascending(Comments.CREATED_AT));
        parameters.verify();
        return comments.of(request.caller(), id, page);
    }

    @GET
    @Path("/{comment_id}")
    @Operation(operationId = "getComment", summary = "A comment on a task")
    @Outcome
    public CommentView read(UUID id, @RestPath("comment_id") UUID commentId) {
        return CommentView.of(
                comments.visibleTo(request.caller(), id, commentId).comment());
    }

    @PATCH
    @Path("/{comment_id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Operation(operationId = "changeComment", summary = "Change a comment of one's own")
    @Outcome(conditional = true, problems = "forbidden")
    public CommentView change(UUID id, @RestPath("comment_id") UUID commentId, CommentEdit edit) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        return journal.commit(caller.id(), entries -> {
            Comments.Found found = comments.openedBy(caller, id, commentId);
            Comment comment = found.comment();
            if (!comment.isBy(caller.id())) {
                throw Problem.forbidden("Only its author changes a comment.");
            }
            CommentView current = CommentView.of(comment);
            wanted.require(current, tags, edit.conflicts(current));
            if (comment.rewrite(edit.body().orKeep(comment.body()), clock.instant())) {
                comments.save(comment);
                entries.add(happening(found.boardId(), comment, "comment.updated"));
            }
            return CommentView.of(comment);
        });
    }

    @DELETE
    @Path("/{comment_id}")
    @Operation(operationId = "deleteComment", summary = "Delete a comment")
    @Outcome(conditional = true, problems = "forbidden")
    public void delete(UUID id, @RestPath("comment_id") UUID commentId) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        journal.commit(caller.id(), entries -> {
            Comments.Found found = comments.openedBy(caller, id, commentId);
            Comment comment = found.comment();
            if (!comment.isBy(caller.id()) && !found.role().managesBoards()) {
                throw Problem.forbidden("Only its author and admins delete a comment.");
            }
            wanted.require(CommentView.of(comment), tags, Map.of());
            comments.remove(comment);
            entries.add(happening(found.boardId(), comment, "comment.deleted"));
            return commentId;
        });
    }

    private static Happening happening(UUID board, Comment comment, String type) {
        return Happening.ofComment(board, type, comment.taskId(), comment.id(), comment.changes(), comment.version());
    }
}
