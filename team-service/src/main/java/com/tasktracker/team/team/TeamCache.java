package com.tasktracker.team.team;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.team.cache.Shelf;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is large about a team and the same for all its members, kept in Redis for a minute at most.
///
/// A reader knows from the database which version is the present one, and takes nothing else from here: a slow reader
/// who puts back what was dropped harms nobody. What the caller is to the team, its owner and its count of members
/// always come from the database.
@ApplicationScoped
class TeamCache {

    static final Duration LIFETIME = Duration.ofSeconds(60);

    /// One version of a team.
    @RegisterForReflection
    record Content(
            String name,
            @Nullable String description,
            String metadata,
            Instant createdAt,
            Instant updatedAt,
            long version) {}

    private final Shelf shelf;
    private final ObjectMapper json;

    TeamCache(Shelf shelf, ObjectMapper json) {
        this.shelf = shelf;
        this.json = json;
    }

    /// What is kept of exactly that version.
    Optional<Content> find(UUID team, long version) {
        return shelf.find(key(team)).flatMap(this::parse).filter(content -> content.version == version);
    }

    private Optional<Content> parse(String text) {
        try {
            return Optional.of(json.readValue(text, Content.class));
        } catch (JsonProcessingException e) {
            // Whatever it is, it is not ours.
            return Optional.empty();
        }
    }

    void put(UUID team, Content content) {
        try {
            shelf.put(key(team), json.writeValueAsString(content), LIFETIME);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Called when a change has been committed.
    void drop(UUID team) {
        shelf.drop(key(team));
    }

    private static String key(UUID team) {
        return "team:" + team;
    }
}
