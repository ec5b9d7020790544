package com.tasktracker.team.team;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/// One person's membership of one team, from joining to leaving.
@Entity
@Table(name = "member")
class Member {

    @Id
    private UUID id;

    @Column(name = "team_id")
    private UUID teamId;

    @Column(name = "person_id")
    private UUID personId;

    @Column(name = "role")
    @Convert(converter = RoleColumn.class)
    private Role role;

    @Column(name = "added_by")
    private UUID addedBy;

    @Column(name = "joined_at")
    private Instant joinedAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    @Column(name = "version")
    private long version;

    protected Member() {}

    static Member joining(UUID id, UUID team, UUID person, Role role, UUID addedBy, Instant now) {
        Member member = new Member();
        member.id = id;
        member.teamId = team;
        member.personId = person;
        member.role = role;
        member.addedBy = addedBy;
        member.joinedAt = now;
        member.updatedAt = now;
        member.version = 1;
        return member;
    }

    UUID id() {
        return id;
    }

    UUID teamId() {
        return teamId;
    }

    UUID personId() {
        return personId;
    }

    Role role() {
        return role;
    }

    long version() {
        return version;
    }

    void become(Role newRole, Instant now) {
        if (role != newRole) {
            role = newRole;
            updatedAt = now;
        }
    }
}
