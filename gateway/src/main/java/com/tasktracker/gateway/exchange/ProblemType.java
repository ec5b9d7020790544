package com.tasktracker.gateway.exchange;

/// The problems that the gateway itself answers. Each is a section of docs/errors.md.
public enum ProblemType {
    MALFORMED_REQUEST("malformed-request", 400, "The request cannot be read"),
    UNAUTHENTICATED("unauthenticated", 401, "Authentication is required"),
    FORBIDDEN("forbidden", 403, "You may not do this"),
    NOT_FOUND("not-found", 404, "Not found"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
    NOT_ACCEPTABLE("not-acceptable", 406, "Not acceptable"),
    CONFLICT("conflict", 409, "Conflict"),
    PRECONDITION_FAILED("precondition-failed", 412, "Precondition failed"),
    CONTENT_TOO_LARGE("content-too-large", 413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Unsupported media type"),
    RATE_LIMITED("rate-limited", 429, "Too many requests"),
    HEADERS_TOO_LARGE("headers-too-large", 431, "The header fields are too large"),
    INTERNAL_ERROR("internal-error", 500, "Something went wrong on our side"),
    BAD_GATEWAY("bad-gateway", 502, "The service gave no proper answer"),
    UNAVAILABLE("unavailable", 503, "Not available right now"),
    GATEWAY_TIMEOUT("gateway-timeout", 504, "The service took too long");

    private final String type;
    private final int status;
    private final String title;

    ProblemType(String name, int status, String title) {
        this.type = "/problems/" + name;
        this.status = status;
        this.title = title;
    }

    /// The problem that stands for a status that came without one; other client errors count as malformed, other server
    /// errors as internal.
    public static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
    }

    /// The `type` member, `/problems/<name>`.
    public String type() {
        return type;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
