package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// Tasks.
@Path("/tasks")
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
    public RestResponse<TaskView> create(NewTask body) {
        Caller caller = request.caller();
        TaskView view = idempotency.attempt(
                caller.id().toString(),
                claim -> journal.commit(caller.id(), entries -> {
                    TaskView created = workbench.create(
                            caller, body, () -> claim.replayed().map(Idempotency.Earlier::createdId), entries);
                    claim.keep(created.id());
                    return created;
                }));
        return ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .header("Location", "/tasks/" + view.id())
                .build();
    }

    @GET
    @Parameter(name = "status", in = ParameterIn.QUERY)
    @Parameter(name = "priority", in = ParameterIn.QUERY)
    @Parameter(name = "assigned_to", in = ParameterIn.QUERY)
    @Parameter(name = "created_by", in = ParameterIn.QUERY)
    @Parameter(name = "team", in = ParameterIn.QUERY)
    @Parameter(name = "board", in = ParameterIn.QUERY)
    @Parameter(name = "list", in = ParameterIn.QUERY)
    @Parameter(name = "label", in = ParameterIn.QUERY)
    @Parameter(name = "due_before", in = ParameterIn.QUERY)
    @Parameter(name = "due_after", in = ParameterIn.QUERY)
    @Parameter(name = "created_before", in = ParameterIn.QUERY)
    @Parameter(name = "created_after", in = ParameterIn.QUERY)
    @Parameter(name = "updated_after", in = ParameterIn.QUERY)
    @Parameter(name = "overdue", in = ParameterIn.QUERY)
    @Parameter(name = "search", in = ParameterIn.QUERY)
    @Parameter(name = "deleted", in = ParameterIn.QUERY)
    @Parameter(name = "filter", in = ParameterIn.QUERY)
    @Parameter(name = "ordering", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
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
    public TaskView read(UUID id) {
        return tasks.visibleTo(request.caller(), id);
    }

    @GET
    @Path("/{id}/transitions")
    public Transitions transitions(UUID id) {
        TaskView task = tasks.visibleTo(request.caller(), id);
        return new Transitions(task.status(), task.allowedTransitions());
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", "application/json"})
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
    public TaskView restore(UUID id) {
        Caller caller = request.caller();
        return journal.commit(caller.id(), entries -> workbench.restore(caller, id, entries));
    }

    @POST
    @Path("/bulk")
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(BulkView.class)
    public String bulk(Bulk bulk) {
        bulk.check();
        Caller caller = request.caller();
        return idempotency.attempt(
                caller.id().toString(),
                claim -> journal.commit(caller.id(), entries -> bulkWork.run(caller, bulk, claim, entries)));
    }
}
