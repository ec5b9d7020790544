package com.tasktracker.task.comment;

import com.tasktracker.kit.http.Versioned;
import com.tasktracker.task.people.PersonSummary;
import java.time.Instant;
import java.util.UUID;

/// A comment as it is shown.
record CommentView(
        UUID id, UUID taskId, String body, PersonSummary createdBy, Instant createdAt, Instant updatedAt, long version)
        implements Versioned {

    static CommentView of(Comment comment) {
        return new CommentView(
                comment.id(),
                comment.taskId(),
                comment.body(),
                comment.createdBy(),
                comment.createdAt(),
                comment.updatedAt(),
                comment.version());
    }
}
