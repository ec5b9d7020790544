package com.tasktracker.team.team;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.JsonObject;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What may be changed about a team. `metadata` is merged as RFC 7396 has it; `null` empties it.
@ReadOnly({"owner", "role", "member_count"})
record TeamEdit(
        @Required @Line(max = 80) Change<String> name,
        @Prose(max = 2000) Change<String> description,
        @JsonObject Change<ObjectNode> metadata,
        @Required Change<UUID> ownerId)
        implements Body {

    String metadataOver(String current) {
        return metadata.isPresent() ? Metadata.merged(current, metadata.value()) : current;
    }

    /// The members sent whose value is another now, with that value.
    Map<String, @Nullable Object> conflicts(Team team) {
        Map<String, @Nullable Object> conflicts = new LinkedHashMap<>();
        if (!name.orKeep(team.name()).equals(team.name())) {
            conflicts.put("name", team.name());
        }
        if (!Objects.equals(description.over(team.description()), team.description())) {
            conflicts.put("description", team.description());
        }
        if (!metadataOver(team.metadata()).equals(team.metadata())) {
            conflicts.put("metadata", Metadata.parse(team.metadata()));
        }
        if (!ownerId.orKeep(team.ownerId()).equals(team.ownerId())) {
            conflicts.put("owner_id", team.ownerId());
        }
        return conflicts;
    }
}
