package com.tasktracker.team.invitation;

import com.tasktracker.kit.http.Versioned;
import com.tasktracker.team.people.PersonSummary;
import com.tasktracker.team.team.Role;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// An invitation, without its token, which stands in the mail alone.
///
/// @param email in lower case
@Schema(name = "Invitation")
record InvitationView(
        UUID id,
        Into team,
        String email,
        Role role,
        InvitationStatus status,
        Instant expiresAt,
        PersonSummary invitedBy,
        PersonSummary createdBy,
        Instant createdAt,
        Instant updatedAt,
        long version)
        implements Versioned {

    /// The team that it leads into.
    @Schema(name = "InvitationTeam")
    record Into(UUID id, String name) {}
}
