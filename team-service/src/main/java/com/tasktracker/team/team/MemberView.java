package com.tasktracker.team.team;

import com.tasktracker.kit.http.Versioned;
import com.tasktracker.team.people.PersonSummary;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A member of a team. Its id is that of its user; who added it made it.
@Schema(name = "Member")
public record MemberView(
        PersonSummary user,
        Role role,
        Instant joinedAt,
        PersonSummary createdBy,
        Instant createdAt,
        Instant updatedAt,
        long version)
        implements Versioned {}
