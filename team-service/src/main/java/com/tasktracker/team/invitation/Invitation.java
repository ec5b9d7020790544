package com.tasktracker.team.invitation;

import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.team.Role;
import com.tasktracker.team.team.RoleColumn;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/// An invitation into a team, to whoever has that e-mail address. It ends once: accepted, declined, revoked, or by its
/// time.
@Entity
@Table(name = "invitation")
class Invitation {

    @Id
    private UUID id;

    @Column(name = "team_id")
    private UUID teamId;

    @Column(name = "email")
    private String email;

    /// By which lists find it. Whether it is somebody's is told by the address itself, since a key may be exchanged.
    @Column(name = "email_hashes")
    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> emailHashes;

    @Column(name = "role")
    @Convert(converter = RoleColumn.class)
    private Role role;

    @Column(name = "status")
    @Convert(converter = StatusColumn.class)
    private InvitationStatus status;

    @Column(name = "invited_by")
    private UUID invitedBy;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    @Column(name = "version")
    private long version;

    protected Invitation() {}

    /// @param address with its hashes
    static Invitation to(
            Address address, UUID id, UUID team, Role role, UUID invitedBy, Instant now, Instant expiresAt) {
        Invitation invitation = new Invitation();
        invitation.id = id;
        invitation.teamId = team;
        invitation.email = address.email();
        invitation.emailHashes = address.hashes();
        invitation.role = role;
        invitation.status = InvitationStatus.OPEN;
        invitation.invitedBy = invitedBy;
        invitation.expiresAt = expiresAt;
        invitation.createdAt = now;
        invitation.updatedAt = now;
        invitation.version = 1;
        return invitation;
    }

    UUID id() {
        return id;
    }

    UUID teamId() {
        return teamId;
    }

    Role role() {
        return role;
    }

    UUID invitedBy() {
        return invitedBy;
    }

    long version() {
        return version;
    }

    String email() {
        return email;
    }

    /// Refuses as 409 what is used, declined, revoked, replaced or expired.
    void requireOpen(Instant now) {
        if (status != InvitationStatus.OPEN || !now.isBefore(expiresAt)) {
            throw Problem.conflict(
                    "invitation-closed",
                    "The invitation is closed",
                    "It was used, declined, revoked or replaced, or its time is over.");
        }
    }

    void accept(Instant now) {
        close(InvitationStatus.ACCEPTED, now);
    }

    void decline(Instant now) {
        close(InvitationStatus.DECLINED, now);
    }

    void revoke(Instant now) {
        close(InvitationStatus.REVOKED, now);
    }

    private void close(InvitationStatus end, Instant now) {
        requireOpen(now);
        status = end;
        updatedAt = now;
    }
}
