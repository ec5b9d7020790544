package com.tasktracker.identity.user;

import com.tasktracker.kit.http.CurrentRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The caller's own account, and the people they share a team with.
@Path("/users")
@Tag(name = "Users")
@RunOnVirtualThread
class UserResource {

    private final Users users;
    private final CurrentRequest request;

    UserResource(Users users, CurrentRequest request) {
        this.users = users;
        this.request = request;
    }

    @GET
    @Path("/me")
    @Operation(summary = "The caller's own account")
    public UserView me() {
        return users.view(request.caller());
    }
}
