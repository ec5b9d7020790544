package com.tasktracker.kit.http;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.caller.SessionEnds;
import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.vertx.ext.web.RoutingContext;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Every failure becomes a problem (RFC 9457). What is nobody's fault but ours says nothing but the request's id.
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int RETRY_SECONDS = 1;
    private static final int DEEPEST = 20;

    /// What is found out before a request's own statement asks whether the session has ended, and comes after that.
    private static final Set<Integer> AFTER_SESSION = Set.of(400, 406, 413, 415);

    private final SessionEnds sessions;

    ProblemMappers(SessionEnds sessions) {
        this.sessions = sessions;
    }

    @ServerExceptionMapper
    RestResponse<Map<String, Object>> problem(Problem found, RoutingContext context) {
        RequestState state = RequestState.of(context);
        Problem problem = hasEnded(found, state.caller) ? Problem.sessionEnded() : found;
        RestResponse.ResponseBuilder<Map<String, Object>> response =
                RestResponse.ResponseBuilder.create(problem.status());
        response.entity(problem.body(String.valueOf(context.request().path()), state.requestId))
                .type(MediaTypes.PROBLEM);
        problem.headers().forEach(response::header);
        return response.build();
    }

    /// Asked on the way to these errors alone, so that a good request has no statement more.
    private boolean hasEnded(Problem found, @Nullable Caller caller) {
        if (caller == null || !AFTER_SESSION.contains(found.status())) {
            return false;
        }
        try {
            return sessions.hasEnded(caller);
        } catch (DatabaseException e) {
            LOG.debugf(e, "whether the session has ended cannot be asked");
            return false;
        }
    }

    /// No failure: the repeat of a request that succeeded.
    @ServerExceptionMapper
    RestResponse<Map<String, Object>> repeated(Idempotency.CreatedBefore repeat) {
        return RestResponse.ResponseBuilder.<Map<String, Object>>create(RestResponse.Status.CREATED)
                .header("Location", repeat.location)
                .type(MediaTypes.JSON)
                .entity(Map.of("id", repeat.id))
                .build();
    }

    @ServerExceptionMapper
    RestResponse<Map<String, Object>> database(DatabaseException failure, RoutingContext context) {
        return failure.isTransient() ? tooBusy(failure, context) : defect(failure, context);
    }

    @ServerExceptionMapper({PersistenceException.class, OptimisticLockException.class})
    RestResponse<Map<String, Object>> persistence(PersistenceException failure, RoutingContext context) {
        return isTransient(failure, DEEPEST) ? tooBusy(failure, context) : defect(failure, context);
    }

    /// What a commit or a rollback failed with.
    @ServerExceptionMapper
    RestResponse<Map<String, Object>> transaction(QuarkusTransactionException failure, RoutingContext context) {
        return isTransient(failure, DEEPEST) ? tooBusy(failure, context) : defect(failure, context);
    }

    private static boolean isTransient(@Nullable Throwable failure, int depth) {
        if (failure == null || depth == 0) {
            return false;
        }
        if (failure instanceof SQLException sql && new DatabaseException(sql).isTransient()) {
            return true;
        }
        // The connection broke, or the transaction ran into its time limit.
        if (failure instanceof XAException || failure instanceof RollbackException) {
            return true;
        }
        return isTransient(failure.getCause(), depth - 1)
                || Arrays.stream(failure.getSuppressed()).anyMatch(suppressed -> isTransient(suppressed, depth - 1));
    }

    /// What the framework itself refuses; the routes and types were settled before, so little is left.
    @ServerExceptionMapper
    RestResponse<Map<String, Object>> framework(WebApplicationException failure, RoutingContext context) {
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 400 -> problem(Problem.malformed("The request cannot be read."), context);
            case 404 -> problem(Problem.notFound(), context);
            case 413 ->
                problem(Problem.of(413, "content-too-large", "Content too large", "The body is too large."), context);
            default -> defect(failure, context);
        };
    }

    @ServerExceptionMapper
    RestResponse<Map<String, Object>> anythingElse(Throwable failure, RoutingContext context) {
        return defect(failure, context);
    }

    private RestResponse<Map<String, Object>> tooBusy(Throwable failure, RoutingContext context) {
        LOG.warnf(
                "%s %s was refused for now: %s",
                context.request().method(), context.request().path(), failure);
        return problem(Problem.unavailable("The database cannot take this now.", RETRY_SECONDS), context);
    }

    private RestResponse<Map<String, Object>> defect(Throwable failure, RoutingContext context) {
        LOG.errorf(
                failure,
                "%s %s failed",
                context.request().method(),
                context.request().path());
        return problem(Problem.internal(), context);
    }
}
