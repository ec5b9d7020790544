package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
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
import com.tasktracker.task.journal.Journal;
import com.tasktracker.task.workflow.TaskStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// Tasks.
@Path("/tasks")
@Tag(name = "Tasks")
@RunOnVirtualThread
class TaskResource {

    /// What a task may become from where it stands.
    record Transitions(TaskStatus status, List<TaskStatus> allowed) {}

    private final Tasks tasks;
    private final TaskPages taskPages;
    private final Workbench workbench;
    private final BulkWork bulkWork;
    private final Journal journal;
    private final CurrentRequest request;
    private final Idempotency idempotency;
    private final Pages pages;
    private final ETags tags;
    private final Clock clock;

    TaskResource(
            Tasks tasks,
            TaskPages taskPages,
            Workbench workbench,
            BulkWork bulkWork,
            Journal journal,
            CurrentRequest request,
            Idempotency idempotency,
            Pages pages,
            ETags tags,
            Clock clock) {
        this.tasks = tasks;
        this.taskPages = taskPages;
        this.workbench = workbench;
        this.bulkWork = bulkWork;
        this.journal = journal;
        this.request = request;
        this.idempotency = idempotency;
        this.pages = pages;
        this.tags = tags;
        this.clock = clock;
    }

    @POST
    @Operation(operationId = "createTask", summary = "Create a task")
    @Outcome(
            status = 201,
            repeatable = true,
            problems = {"forbidden", "list-full", "invalid-reference"})
    public RestResponse<TaskView> create(NewTask body) {
        Caller caller = request.caller();
        TaskView view = idempotency.attempt(caller.id().toString(), claim -> {
            Function<Journal.Entries, TaskView> work =
                    entries -> workbench.create(caller, body, Workbench.Repeat.of(claim), entries);
            return claim.isKept() ? journal.commit(caller.id(), work) : journal.commitAtOnce(caller.id(), work);
        });
        return ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .header("Location", "/tasks/" + view.id())
                .build();
    }

    @GET
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "any of these",
            schema = @Schema(implementation = TaskStatus[].class))
    @Parameter(
            name = "priority",
            in = ParameterIn.QUERY,
            description = "any of these",
            schema = @Schema(implementation = TaskPriority[].class))
    @Parameter(
            name = "assigned_to",
            in = ParameterIn.QUERY,
            description = "ids of people, `me` or `none`",
            schema = @Schema(implementation = String[].class))
    @Parameter(
            name = "created_by",
            in = ParameterIn.QUERY,
            description = "ids of people, or `me`",
            schema = @Schema(implementation = String[].class))
    @Parameter(
            name = "team",
            in = ParameterIn.QUERY,
            description = "ids of teams",
            schema = @Schema(implementation = UUID[].class))
    @Parameter(
            name = "board",
            in = ParameterIn.QUERY,
            description = "ids of boards",
            schema = @Schema(implementation = UUID[].class))
    @Parameter(
            name = "list",
            in = ParameterIn.QUERY,
            description = "ids of lists",
            schema = @Schema(implementation = UUID[].class))
    @Parameter(
            name = "label",
            in = ParameterIn.QUERY,
            description = "any of these",
            schema = @Schema(implementation = String[].class))
    @Parameter(
            name = "due_before",
            in = ParameterIn.QUERY,
            description = "exclusive",
            schema = @Schema(implementation = Instant.class))
    @Parameter(
            name = "due_after",
            in = ParameterIn.QUERY,
            description = "inclusive",
            schema = @Schema(implementation = Instant.class))
    @Parameter(
            name = "created_before",
            in = ParameterIn.QUERY,
            description = "exclusive",
            schema = @Schema(implementation = Instant.class))
    @Parameter(
            name = "created_after",
            in = ParameterIn.QUERY,
            description = "inclusive",
            schema = @Schema(implementation = Instant.class))
    @Parameter(
            name = "updated_after",
            in = ParameterIn.QUERY,
            description = "inclusive",
            schema = @Schema(implementation = Instant.class))
    @Parameter(
            name = "overdue",
            in = ParameterIn.QUERY,
            description = "`true`: due in the past, neither done nor cancelled",
            schema = @Schema(implementation = Boolean.class))
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "all of these words, in title or description",
            schema = @Schema(maxLength = 200))
    @Parameter(
            name = "deleted",
            in = ParameterIn.QUERY,
            description = "`true`: the trash, what the caller may restore",
            schema = @Schema(implementation = Boolean.class))
    @Parameter(
            name = "filter",
            in = ParameterIn.QUERY,
            description = "filters in one: `status:todo,priority:high|urgent,assigned_to:me`")
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "`position` with exactly one `list`",
            schema =
                    @Schema(
                            enumeration = {
                                "created_at",
                                "-created_at",
                                "updated_at",
                                "-updated_at",
                                "due_date",
                                "-due_date",
                                "priority",
                                "-priority",
                                "title",
                                "-title",
                                "position",
                                "-position"
                            }))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listTasks", summary = "Find tasks")
    @Outcome
    public Page<TaskView> list() {
        Caller caller = request.caller();
        Parameters parameters = request.parameters();
        TaskFilter filter = TaskParameters.read(parameters, caller, clock.instant());
        PageRequest page = pages.read(parameters, TaskPages.KEYS, Ordering.descending(TaskPages.CREATED_AT));
        if (page.ordering().key().equals(TaskPages.POSITION) && filter.lists().size() != 1) {
            parameters.faults().add("ordering", Code.NOT_ALLOWED, "position orders exactly one list: list=…");
        }
        parameters.verify();
        return taskPages.list(caller, filter, page);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getTask", summary = "A task")
    @Outcome
    public TaskView read(UUID id) {
        return tasks.visibleTo(request.caller(), id);
    }

    @GET
    @Path("/{id}/transitions")
    @Operation(operationId = "getTransitions", summary = "What a task may become")
    @Outcome
    public Transitions transitions(UUID id) {
        TaskView task = tasks.visibleTo(request.caller(), id);
        return new Transitions(task.status(), task.allowedTransitions());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Operation(operationId = "changeTask", summary = "Change a task")
    @Outcome(
            conditional = true,
            problems = {"forbidden", "list-full", "invalid-transition", "invalid-reference"})
    public TaskView change(UUID id, TaskEdit edit) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        return journal.commit(
                caller.id(),
                entries -> workbench.edit(
                        caller, id, edit, task -> wanted.require(task, tags, edit.conflicts(task)), entries));
    }

    @POST
    @Path("/{id}/move")
    @Operation(operationId = "moveTask", summary = "Move a task to a place in a list")
    @Outcome(
            conditional = true,
            problems = {"forbidden", "list-full", "invalid-transition", "invalid-reference"})
    public TaskView move(UUID id, TaskMove move) {
        Faults faults = new Faults();
        if (move.before() != null && move.after() != null) {
            faults.add("after", Code.NOT_ALLOWED, "may not stand beside before");
        }
        faults.throwIfAny();
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        return journal.commit(
                caller.id(),
                entries -> workbench.move(caller, id, move, task -> wanted.require(task, tags, Map.of()), entries));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteTask", summary = "Delete a task; it can be restored")
    @Outcome(conditional = true, problems = "forbidden")
    public void delete(UUID id) {
        Caller caller = request.caller();
        IfMatch wanted = request.ifMatch();
        journal.commit(caller.id(), entries -> {
            workbench.delete(caller, id, task -> wanted.require(task, tags, Map.of()), entries);
            return id;
        });
    }

    @POST
    @Path("/{id}/restore")
    @Operation(operationId = "restoreTask", summary = "Bring a deleted task back")
    @Outcome(problems = {"forbidden", "list-full"})
    public TaskView restore(UUID id) {
        Caller caller = request.caller();
        return journal.commit(caller.id(), entries -> workbench.restore(caller, id, entries));
    }

    @POST
    @Path("/bulk")
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(BulkView.class)
    @Operation(operationId = "changeTasks", summary = "Create, change and delete up to 100 tasks, all or nothing")
    @Outcome(
            repeatable = true,
            problems = {
                "forbidden",
                "not-found",
                "precondition-failed",
                "list-full",
                "invalid-transition",
                "invalid-reference"
            })
    public String bulk(Bulk bulk) {
        bulk.check();
        Caller caller = request.caller();
        return idempotency.attempt(
                caller.id().toString(),
                claim -> journal.commit(caller.id(), entries -> bulkWork.run(caller, bulk, claim, entries)));
    }
}
