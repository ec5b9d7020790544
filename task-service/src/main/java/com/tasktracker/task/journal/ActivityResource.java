package com.tasktracker.task.journal;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.contract.Outcome;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.page.Ordering;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.task.people.Gate;
import com.tasktracker.task.people.PersonSummary;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The activity of a task: every change of every field, in the order of happening, which is that of its versions.
@Path("/tasks/{id}/activity")
@Tag(name = "Activity")
@RunOnVirtualThread
class ActivityResource {

    private static final SortKey HAPPENING = SortKey.of("at", "e.version", "bigint");

    private static final String FROM_TASK = """
             FROM gate g
            LEFT JOIN (task t
                    JOIN member m ON m.team_id = t.team_id
                    JOIN board b ON b.id = t.board_id AND b.deleted_at IS NULL)
                ON t.id = ? AND t.deleted_at IS NULL AND m.person_id = g.caller_id
            """;

    private final Gate gate;
    private final CurrentRequest request;
    private final Pages pages;

    ActivityResource(Gate gate, CurrentRequest request, Pages pages) {
        this.gate = gate;
        this.request = request;
        this.pages = pages;
    }

    @GET
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "oldest first unless given",
            schema = @Schema(enumeration = {"at", "-at"}))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "page_size", in = ParameterIn.QUERY)
    @Parameter(name = "include_count", in = ParameterIn.QUERY)
    @Operation(operationId = "listActivity", summary = "What happened to a task")
    @Outcome
    public Page<ActivityView> list(UUID id) {
        Caller caller = request.caller();
        Parameters parameters = request.parameters();
        PageRequest page = pages.read(parameters, List.of(HAPPENING), Ordering.ascending(HAPPENING));
        parameters.verify();
        Pages.Tail tail = Pages.tail(page, "e.id");
        String statement = Gate.statement(" SELECT " + Gate.COLUMNS + ", m.role AS caller_role, e.id, e.type, e.actor, "
                + "e.changes, e.at, " + PersonSummary.columns("p") + ", " + Pages.columns(page, "e.id") + FROM_TASK
                + " LEFT JOIN LATERAL (SELECT e.* FROM activity e WHERE e.task_id = t.id AND e.of_task"
                + tail.statement() + ") e ON true LEFT JOIN person p ON p.id = e.actor"
                + Pages.order(page, "e.id"));
        List<@Nullable Object> all = new ArrayList<>(List.of(id));
        all.addAll(tail.parameters());
        List<Pages.Placed<ActivityView>> found = gate.page(caller, statement, ActivityResource::view, all.toArray());
        Integer count =
                page.includesCount() ? gate.count(caller, "FROM activity WHERE task_id = ? AND of_task", id) : null;
        return pages.page(page, found, count);
    }

    private static ActivityView view(Row row) throws SQLException {
        UUID actor = row.idOrNull("actor");
        String type = row.text("type");
        return new ActivityView(
                row.id("id"),
                actor == null ? null : PersonSummary.read(row, actor, "p"),
                type.substring(type.indexOf('.') + 1),
                row.text("changes"),
                row.time("at"));
    }
}
