package com.tasktracker.team.team;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.OptimisticLock;
import org.jspecify.annotations.Nullable;

/// A team. It is changed under the lock that [Standings#lock] takes.
@Entity
@Table(name = "team")
class Team {

    @Id
    private UUID id;

    @Column(name = "name")
    private String name;

    @Column(name = "description")
    private @Nullable String description;

    /// A JSON object as text.
    @Column(name = "metadata")
    @ColumnTransformer(read = "metadata::text", write = "?::json")
    private String metadata;

    @Column(name = "owner_id")
    private UUID ownerId;

    /// Members come and go without the team being another version of itself.
    @Column(name = "member_count")
    @OptimisticLock(excluded = true)
    private int memberCount;

    @Column(name = "created_by")
    private UUID createdBy;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    @Column(name = "version")
    private long version;

    protected Team() {}

    /// A new team that counts its founder, who must join it in the same transaction.
    static Team founded(
            UUID id, String name, @Nullable String description, String metadata, UUID founder, Instant now) {
        Team team = new Team();
        team.id = id;
        team.name = name;
        team.description = description;
        team.metadata = metadata;
        team.ownerId = founder;
        team.memberCount = 1;
        team.createdBy = founder;
        team.createdAt = now;
        team.updatedAt = now;
        team.version = 1;
        return team;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    @Nullable
    String description() {
        return description;
    }

    String metadata() {
        return metadata;
    }

    UUID ownerId() {
        return ownerId;
    }

    long version() {
        return version;
    }

    boolean isOwnedBy(UUID person) {
        return ownerId.equals(person);
    }

    /// Says whether it has another name now.
    boolean describe(String newName, @Nullable String newDescription, String newMetadata, Instant now) {
        boolean isRenamed = !name.equals(newName);
        if (isRenamed || !Objects.equals(description, newDescription) || !metadata.equals(newMetadata)) {
            name = newName;
            description = newDescription;
            metadata = newMetadata;
            updatedAt = now;
        }
        return isRenamed;
    }

    /// Makes a member the owner, who becomes an admin thereby.
    void handOverTo(Member heir, Instant now) {
        if (!ownerId.equals(heir.personId())) {
            heir.become(Role.ADMIN, now);
            ownerId = heir.personId();
            updatedAt = now;
        }
    }

    void memberLeft() {
        memberCount--;
    }
}
