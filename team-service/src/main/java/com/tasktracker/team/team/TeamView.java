package com.tasktracker.team.team;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.tasktracker.kit.http.Versioned;
import com.tasktracker.team.people.PersonSummary;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A team as one of its members sees it.
///
/// @param metadata a JSON object, written as it stands
/// @param role that of the member who looks
@Schema(name = "Team")
public record TeamView(
        UUID id,
        String name,
        @Nullable String description,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String metadata,
        PersonSummary owner,
        Role role,
        int memberCount,
        PersonSummary createdBy,
        Instant createdAt,
        Instant updatedAt,
        long version)
        implements Versioned {}
