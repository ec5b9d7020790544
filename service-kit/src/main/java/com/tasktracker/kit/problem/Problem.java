package com.tasktracker.kit.problem;

import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A refusal as RFC 9457 has it, thrown from wherever it is found out and written as `application/problem+json`.
///
/// `type` is stable and has a section in docs/errors.md. Members beyond those of the RFC come by [#with]; header
/// fields by [#header]. It carries no stack trace, since it is an answer and not a defect.
public final class Problem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String type;
    private final String title;
    private final int status;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private Problem(int status, String type, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
    }

    /// A problem of any kind.
    ///
    /// @param status from 400 to 599
    /// @param type the last part of the type, such as `not-found`
    public static Problem of(int status, String type, String title, String detail) {
        return new Problem(status, type, title, detail);
    }

    public static Problem invalid(List<Fault> faults) {
        String detail = faults.size() == 1
                ? "One thing about the request is wrong; see errors."
                : faults.size() + " things about the request are wrong; see errors.";
        return of(400, "validation-failed", "The request is not valid", detail).with("errors", List.copyOf(faults));
    }

    public static Problem malformed(String detail) {
        return of(400, "malformed-request", "The request cannot be read", detail);
    }

    public static Problem unauthenticated() {
        return of(401, "unauthenticated", "Authentication is required", "Send an access token: Authorization: Bearer …")
                .header("WWW-Authenticate", "Bearer");
    }

    public static Problem invalidToken(String detail) {
        return of(401, "invalid-token", "The access token is not accepted", detail)
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    public static Problem sessionEnded() {
        return of(401, "session-ended", "The session has ended", "Log in again.")
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "You may not do this", detail);
    }

    /// What is absent and what is hidden look alike.
    public static Problem notFound() {
        return of(404, "not-found", "Not found", "There is nothing here, or nothing that you may see.");
    }

    /// The state forbids it.
    ///
    /// @param type `conflict` or one of its named kinds, such as `list-full`
    public static Problem conflict(String type, String title, String detail) {
        return of(409, type, title, detail);
    }

    /// A reference in a body to what is absent, hidden or does not fit.
    public static Problem invalidReference(String field, String detail) {
        return invalidReferences(List.of(new Fault(field, Fault.Code.NOT_ALLOWED, detail)));
    }

    public static Problem invalidReferences(List<Fault> faults) {
        return of(422, "invalid-reference", "A reference leads nowhere", "The request names what cannot be used here.")
                .with("errors", List.copyOf(faults));
    }

    /// A part that is needed cannot be reached, or too much is waiting.
    ///
    /// @param retryAfterSeconds when a repeat may go through
    public static Problem unavailable(String detail, int retryAfterSeconds) {
        return of(503, "unavailable", "Not available right now", detail)
                .header("Retry-After", Integer.toString(retryAfterSeconds));
    }

    /// Too many of these.
    ///
    /// @param retryAfterSeconds when the next one is allowed
    public static Problem rateLimited(String detail, int retryAfterSeconds) {
        return of(429, "rate-limited", "Too many requests", detail)
                .header("Retry-After", Integer.toString(retryAfterSeconds));
    }

    public static Problem internal() {
        return of(500, "internal-error", "Something went wrong on our side", "Tell us the request id if it persists.");
    }

    /// The same refusal of a request that is made of parts, found out in one of them: the fields that it names are the
    /// part's; where it names none, it names that one. It carries no header of the part's own.
    ///
    /// @param part such as `operations[3]`
    /// @param field of the part, to be named where no other is
    public Problem within(String part, String field) {
        Problem problem = new Problem(status, type, title, String.valueOf(getMessage()));
        problem.members.putAll(members);
        List<Fault> faults = new ArrayList<>();
        if (members.get("errors") instanceof List<?> own) {
            for (Object each : own) {
                if (each instanceof Fault fault) {
                    faults.add(new Fault(part + "." + fault.field(), fault.code(), fault.detail()));
                }
            }
        } else {
            faults.add(new Fault(part + "." + field, Fault.Code.NOT_ALLOWED, getMessage()));
        }
        return problem.with("errors", List.copyOf(faults));
    }

    /// Adds a member beside those of the RFC.
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /// The members in the order in which they are written.
    public Map<String, Object> body(String instance, String requestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/problems/" + type);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", String.valueOf(getMessage()));
        body.put("instance", instance);
        body.put("request_id", requestId);
        body.putAll(members);
        return body;
    }
}
