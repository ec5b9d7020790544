package com.tasktracker.identity.session;

import java.time.Instant;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/// The answer to a change that takes something away and that not every service has heard of yet.
///
/// @param status `propagating`
/// @param inForceBy when it is in force everywhere at the latest
public record Propagating(String status, Instant inForceBy) {

    /// 204, or 202 where it is not in force yet.
    public static RestResponse<Propagating> answer(Optional<Instant> inForceBy) {
        return inForceBy
                .map(time -> RestResponse.status(RestResponse.Status.ACCEPTED, new Propagating("propagating", time)))
                .orElseGet(() -> RestResponse.status(RestResponse.Status.NO_CONTENT));
    }
}
