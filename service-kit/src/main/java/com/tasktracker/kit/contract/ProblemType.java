package com.tasktracker.kit.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/// A type of problem as the document shows it; each has a section in docs/errors.md.
record ProblemType(String name, int status, String title) {

    private static final Map<String, ProblemType> ALL = new LinkedHashMap<>();

    static {
        add(400, "validation-failed", "The request is not valid");
        add(400, "malformed-request", "The request cannot be read");
        add(401, "unauthenticated", "Authentication is required");
        add(401, "invalid-credentials", "The credentials do not fit");
        add(401, "invalid-token", "The token is not accepted");
        add(401, "session-ended", "The session has ended");
        add(403, "forbidden", "You may not do this");
        add(404, "not-found", "Not found");
        add(406, "not-acceptable", "Not acceptable");
        add(409, "conflict", "Conflict");
        add(409, "username-taken", "The username is taken");
        add(409, "email-taken", "The e-mail is taken");
        add(409, "already-member", "Already a member");
        add(409, "owner-must-stay", "The owner must stay");
        add(409, "list-not-empty", "The list is not empty");
        add(409, "list-full", "The list is full");
        add(409, "invitation-closed", "The invitation is closed");
        add(409, "request-in-progress", "The first request is still running");
        add(412, "precondition-failed", "It has changed meanwhile");
        add(413, "content-too-large", "Content too large");
        add(415, "unsupported-media-type", "Unsupported media type");
        add(422, "invalid-transition", "The status cannot change like this");
        add(422, "invalid-reference", "A reference leads nowhere");
        add(422, "wrong-password", "The password is wrong");
        add(422, "token-not-valid", "The token is not valid");
        add(422, "idempotency-key-reused", "The key belongs to another request");
        add(500, "internal-error", "Something went wrong on our side");
        add(503, "unavailable", "Not available right now");
    }

    private static void add(int status, String name, String title) {
        ALL.put(name, new ProblemType(name, status, title));
    }

    static ProblemType named(String name) {
        ProblemType type = ALL.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no type of problem is called " + name);
        }
        return type;
    }
}
