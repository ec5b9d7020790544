package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/// The feed of this service, for the other services alone: the gateway has no route to it.
///
/// `GET /internal/feeds/{name}?lastEventId=&epoch=&timeout=&limit=&acknowledge=` answers what came after `lastEventId`
/// (0), at most `limit` (500) events, and waits up to `timeout` (0) milliseconds, at most 10,000, while there is
/// nothing. The request acknowledges all up to `lastEventId` unless `acknowledge=false`. `Feed-Epoch` goes with the
/// next request, as does `Feed-Next` as its `lastEventId`; once that is `Feed-Head`, nothing is left. 400 for a
/// parameter out of its limits, 401 for a wrong credential, 404 for another feed, 409 for a place that is not one of
/// this feed: the follower reads anew from 0.
@Path("/internal/feeds/{name}")
class FeedResource {

    static final String EPOCH = "Feed-Epoch";
    static final String HEAD = "Feed-Head";
    static final String NEXT = "Feed-Next";
    static final int MAX_LIMIT = 500;
    static final int MAX_TIMEOUT_MILLIS = 10_000;

    private final FeedPublisher publisher;
    private final FollowerCredentials credentials;
    private final CloudEvents cloudEvents;

    FeedResource(FeedPublisher publisher, FollowerCredentials credentials, CloudEvents cloudEvents) {
        this.publisher = publisher;
        this.credentials = credentials;
        this.cloudEvents = cloudEvents;
    }

    @GET
    @PermitAll
    @RunOnVirtualThread
    @Produces(CloudEvents.BATCH_TYPE)
    @Operation(hidden = true)
    @Parameter(name = "lastEventId", in = ParameterIn.QUERY)
    @Parameter(name = "epoch", in = ParameterIn.QUERY)
    @Parameter(name = "timeout", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "acknowledge", in = ParameterIn.QUERY)
    public Response read(
            @PathParam("name") String name,
            @QueryParam("lastEventId") @Nullable String lastEventId,
            @QueryParam("epoch") @Nullable String epoch,
            @QueryParam("timeout") @Nullable String timeout,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("acknowledge") @Nullable String acknowledge,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization)
            throws InterruptedException {
        FeedDefinition feed =
                publisher.definition().filter(d -> d.name().equals(name)).orElseThrow(Problem::notFound);
        String follower = credentials.followerOf(authorization).orElseThrow(FeedResource::unauthenticated);
        Faults faults = new Faults();
        long last = number("lastEventId", lastEventId, 0, 0, Long.MAX_VALUE, faults);
        long wait = number("timeout", timeout, 0, 0, MAX_TIMEOUT_MILLIS, faults);
        long count = number("limit", limit, MAX_LIMIT, 1, MAX_LIMIT, faults);
        Optional<UUID> place = epoch == null ? Optional.empty() : Ids.parse(epoch);
        if (epoch == null ? last > 0 : place.isEmpty()) {
            faults.add("epoch", Fault.Code.REQUIRED, "must be the epoch that the lastEventId is of");
        }
        faults.throwIfAny();
        boolean acknowledges = !"false".equals(acknowledge);
        return respond(
                feed,
                publisher.read(new FeedRead(follower, last, place.orElse(null), (int) count, wait, acknowledges)));
    }

    private static Problem unauthenticated() {
        return Problem.of(
                        401,
                        "unauthenticated",
                        "Authentication is required",
                        "Only a follower reads a feed, by its name and secret.")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"feeds\"");
    }

    private static long number(String name, @Nullable String text, long otherwise, long min, long max, Faults faults) {
        if (text == null) {
            return otherwise;
        }
        long value = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
        if (value < min || value > max) {
            faults.add(name, Fault.Code.OUT_OF_RANGE, "must be a number from " + min + " to " + max);
        }
        return value;
    }

    private Response respond(FeedDefinition feed, FeedRead.Answer<StoredEvent> answer) {
        return switch (answer) {
            case FeedRead.Conflict<StoredEvent> conflict ->
                throw Problem.conflict("conflict", "Not a place in this feed", conflict.reason());
            case FeedRead.Batch<StoredEvent> batch ->
                Response.ok(cloudEvents.write(feed.source(), batch.events()))
                        .header(EPOCH, batch.epoch())
                        .header(HEAD, batch.head())
                        .header(NEXT, batch.next())
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build();
        };
    }
}
