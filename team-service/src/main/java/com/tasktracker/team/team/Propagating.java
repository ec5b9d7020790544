package com.tasktracker.team.team;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;

/// What a change answers that took something away and could not be told to every service in time: it is recorded, and
/// in force everywhere at that time at the latest.
@Schema(name = "Propagating")
record Propagating(String status, Instant inForceBy) {

    static RestResponse<Object> until(Instant inForceBy) {
        return RestResponse.ResponseBuilder.<Object>create(RestResponse.Status.ACCEPTED)
                .entity(new Propagating("propagating", inForceBy))
                .build();
    }
}
